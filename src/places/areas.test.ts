// The areas against their source, and the tile map against what can be seen of it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readProject } from '../kit/files.ts'
import * as places from './index.ts'

const folder = dirname(createRequire(import.meta.url).resolve('idn-area-data/package.json'))
const source = (file: string) =>
  readFileSync(join(folder, 'data', file), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','))

describe('the areas of the programme', () => {
  it('are the codes and official names of the package, none more and none fewer', () => {
    const ours = readProject('src/places/jakarta.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map((l) => l.split(',').slice(0, 4).join(','))
    const theirs = [
      ...source('provinces.csv')
        .filter((r) => r[0] === '31')
        .map((r) => `31,provinsi,,${r[1]}`),
      ...source('regencies.csv')
        .filter((r) => r[1] === '31')
        .map((r) => `${r[0]},kota,31,${r[2]}`),
      ...source('districts.csv')
        .filter((r) => r[0]!.startsWith('31.'))
        .map((r) => `${r[0]},kecamatan,${r[1]},${r[2]}`),
      ...source('villages.csv')
        .filter((r) => r[0]!.startsWith('31.'))
        .map((r) => `${r[0]},kelurahan,${r[1]},${r[2]}`),
    ]
    expect(ours).toEqual(theirs)
  })

  it('are 6 kota, 44 kecamatan and 267 kelurahan before the split of Kapuk', () => {
    expect(places.kota()).toHaveLength(6)
    expect(places.kecamatan()).toHaveLength(44)
    expect(places.kecamatan().flatMap((k) => places.kelurahanOf(k.code))).toHaveLength(267)
    expect(places.kecamatan('2018-01-22')).toHaveLength(44)
    expect(places.kecamatan('1999-01-01')).toHaveLength(0)
  })

  it('know the places around Jakarta as the package does', () => {
    const around = ['32.75', '32.16', '32.76', '36.71', '36.74', '36.03', '32.71', '32.01']
    const theirs = [
      ...source('provinces.csv')
        .filter((r) => r[0] !== '31')
        .map((r) => `${r[0]},${r[1]}`),
      ...source('regencies.csv')
        .filter((r) => r[1] !== '31')
        .map((r) => `${r[0]},${r[2]}`),
      ...source('districts.csv')
        .filter((r) => around.includes(r[1]!))
        .map((r) => `${r[0]},${r[2]}`),
      ...source('villages.csv')
        .filter((r) => around.includes(r[1]!.slice(0, 5)))
        .map((r) => `${r[0]},${r[2]}`),
    ]
    expect(readProject('src/places/neighbours.csv').trim().split('\n').slice(1)).toEqual(theirs)
  })

  it('are shown by the name people use', () => {
    expect(places.nameOf(317307)).toBe('Palmerah')
    expect(places.nameOf(317504)).toBe('Kramat Jati')
    expect(places.nameOf(317502)).toBe('Pulo Gadung')
    expect(places.nameOf(3174)).toBe('Jakarta Selatan')
    expect(places.nameOf(3101)).toBe('Kepulauan Seribu')
    expect(places.areaOf(317504)?.official).toBe('Kramatjati')
  })

  it('are written with dots and read with or without', () => {
    expect(places.kecCode(317404)).toBe('31.74.04')
    expect(places.kelCode(3174041001)).toBe('31.74.04.1001')
    expect(places.kotaCode(3174)).toBe('31.74')
    expect(places.parseKec('31.74.04')).toBe(317404)
    expect(places.parseKec(' 317404 ')).toBe(317404)
    expect(places.parseKel('31.74.04.1001')).toBe(3174041001)
    expect(places.parseKel('3174041001')).toBe(3174041001)
  })

  it('refuse codes that no area has, and the seven digits of BPS', () => {
    for (const text of ['31.74.99', '317499', '3174060', '31.74.4', '31740', '', 'x', '31,74,04', '32.75.01', '1e5'])
      expect(places.parseKec(text), text).toBeNull()
    for (const text of ['3174040001', '31.74.04', '3174049999']) expect(places.parseKel(text), text).toBeNull()
    expect(() => places.nameOf(999999)).toThrow()
  })

  it('have a kota each, the islands last', () => {
    expect(places.kotaOf(317404)).toBe(3174)
    expect(places.kecOfKel(3174041001)).toBe(317404)
    expect(places.kota().map((k) => k.name)).toEqual([
      'Jakarta Pusat',
      'Jakarta Utara',
      'Jakarta Barat',
      'Jakarta Selatan',
      'Jakarta Timur',
      'Kepulauan Seribu',
    ])
    expect(places.kecamatanOf(3101).map((k) => k.name)).toEqual(['Kepulauan Seribu Selatan', 'Kepulauan Seribu Utara'])
  })

  it('give members numbers with three letters that are no other kecamatan’s', () => {
    const initials = places.kecamatan().map((k) => k.initials)
    expect(new Set(initials).size).toBe(initials.length)
    for (const letters of initials) expect(letters).toMatch(/^[A-Z]{3}$/)
    expect(places.initialsOf(317404)).toBe('PSM')
    expect(places.kecOfInitials('psm')).toBe(317404)
    expect(places.kecOfInitials('XXX')).toBeNull()
  })
})

describe('the tile map', () => {
  const tiles = places.kecamatan().map((k) => ({ ...k.tile, kota: k.parent, name: k.name }))

  it('has one square a kecamatan on a grid of 8 by 9', () => {
    expect(new Set(tiles.map((t) => `${t.col} ${t.row}`)).size).toBe(44)
    for (const t of tiles) {
      expect(t.col).toBeGreaterThanOrEqual(1)
      expect(t.col).toBeLessThanOrEqual(8)
      expect(t.row).toBeGreaterThanOrEqual(1)
      expect(t.row).toBeLessThanOrEqual(9)
    }
  })

  it('draws the heavy lines between kota where the drawn map has them', () => {
    const named = (line: 'lineAbove' | 'lineLeft') =>
      tiles
        .filter((t) => t[line])
        .map((t) => t.name)
        .sort()
    expect(named('lineLeft')).toEqual([
      'Cakung',
      'Gambir',
      'Kelapa Gading',
      'Kramat Jati',
      'Matraman',
      'Pasar Rebo',
      'Pulo Gadung',
      'Sawah Besar',
      'Tanah Abang',
    ])
    expect(named('lineAbove')).toEqual([
      'Cakung',
      'Cempaka Putih',
      'Duren Sawit',
      'Gambir',
      'Jatinegara',
      'Kebayoran Baru',
      'Kebayoran Lama',
      'Kemayoran',
      'Matraman',
      'Pademangan',
      'Setiabudi',
      'Taman Sari',
      'Tambora',
      'Tanah Abang',
      'Tebet',
    ])
  })
})
