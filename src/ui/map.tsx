// The tile map: one square a kecamatan, the value printed in it, a heavy line between kota.
import type { Lang } from '../kit/problem.ts'
import { words } from './words.ts'

export interface MapSquare {
  name: string
  initials: string
  tile: { col: number; row: number; lineAbove: boolean; lineLeft: boolean }
  /** What is printed and shaded, for example of each 100 how many; nothing where there are too few people to say. */
  value: number
  /** How many people stand behind the value: under `fewest` the square is hatched and says nothing. */
  of: number
  /** `10 dari 105 selesai pelatihan` */
  text: string
  href: string
}

interface TileMapProps {
  squares: readonly MapSquare[]
  lang: Lang
  /** Where the shades begin; five shades. */
  bounds?: readonly [number, number, number, number]
  fewest?: number
}

export function TileMap({ squares, lang, bounds = [15, 25, 35, 45], fewest = 20 }: TileMapProps) {
  const w = words[lang]
  return (
    <>
      <ul class="map">
        {squares.map(({ name, initials, tile, value, of, text, href }) => {
          const few = of < fewest
          const shade = few ? 0 : 1 + bounds.filter((b) => Math.round(value) >= b).length
          return (
            <li class={`c${tile.col} r${tile.row}${tile.lineAbove ? ' nt' : ''}${tile.lineLeft ? ' nl' : ''}`}>
              <a class={`q${shade}`} href={href} title={`${name}: ${text}`}>
                <abbr>{initials}</abbr>
                <b>{few ? '·' : Math.round(value)}</b>
                <span class="vh">
                  {' '}
                  {name}: {text}
                </span>
              </a>
            </li>
          )
        })}
      </ul>
      <ul class="key mt-4">
        <li>
          <i class="q1"></i>
          {w.below(bounds[0])}
        </li>
        {bounds.slice(0, 3).map((b, i) => (
          <li>
            <i class={`q${i + 2}`}></i>
            {b}–{bounds[i + 1]! - 1}
          </li>
        ))}
        <li>
          <i class="q5"></i>
          {w.andMore(bounds[3])}
        </li>
        <li>
          <i class="q0"></i>
          {w.tooFew(fewest)}
        </li>
      </ul>
    </>
  )
}
