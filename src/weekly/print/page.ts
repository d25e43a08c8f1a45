// A page of the site as one file that opens anywhere: styles, font and logo inside, nothing that leads to a place where the file is not.
import { assets } from '../../ui/index.ts'

const dataUrl = (href: string): string => {
  const asset = assets.get(href)
  if (!asset) throw new Error(`a page names an asset that is not there: ${href}`)
  return `data:${asset.type.split(';', 1)[0]};base64,${Buffer.from(asset.body).toString('base64')}`
}

/**
 * `html` is a page of ours, whose markup is known to be well formed. Links of the site lead to `site` where that is known, and are plain
 * text where it is not; the navigation, which would lead nowhere, goes. `print` is what the file is checked by; it stands at its foot.
 */
export function selfContained(html: string, { site, print }: { site: string; print: string }): string {
  const style = (href: string) =>
    String(assets.get(href)?.body ?? '').replace(/url\("?(\/aset\/[^")]+)"?\)/g, (_, font: string) => `url("${dataUrl(font)}")`)
  return html
    .replace(/<link rel="preload"[^>]*>/g, '')
    .replace(/<link rel="stylesheet" href="([^"]+)"[^>]*>/g, (_, href: string) => `<style>${style(href)}</style>`)
    .replace(/<link rel="icon" href="([^"]+)"/g, (_, href: string) => `<link rel="icon" href="${dataUrl(href)}"`)
    .replace(/<form[\s\S]*?<\/form>/g, '')
    .replace(/<nav[\s\S]*?<\/nav>/g, '')
    .replace(/<p class="[^"]*noprint[^"]*"[\s\S]*?<\/p>/g, '')
    .replace(/<div class="top__end">[\s\S]*?<\/div>/g, '')
    .replace(/(<footer[\s\S]*?)<ul>[\s\S]*?<\/ul>/, (_, before: string) => `${before}<small class="mono">${print}</small> `)
    .replace(site ? /(?!)/ : / · <a href="\/[^"]*">[\s\S]*?<\/a>/g, '') // "open" at the end of a provenance
    .replace(
      /<a ([^>]*)href="(\/[^"]*)"([^>]*)>([\s\S]*?)<\/a>/g,
      (_, before: string, href: string, after: string, inside: string) =>
        site
          ? `<a ${before}href="${site}${href}"${after}>${inside}</a>`
          : `<span ${(before + after).replace(/title="[^"]*"/, '').trim()}>${inside}</span>`,
    )
}
