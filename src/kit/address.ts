// From which address does a request come? A proxy in front is believed only when it is one of ours; anybody can write X-Forwarded-For.
import { BlockList, isIP } from 'node:net'

/** TUJUHPAS_PROXIES: addresses or networks (`10.0.0.0/8`) of our own proxies, with commas. */
export function proxiesFrom(text: string | undefined): BlockList {
  const list = new BlockList()
  for (const one of (text ?? '').split(',').map((t) => t.trim())) {
    const [address = '', bits] = one.split('/')
    const kind = isIP(address)
    if (!kind) continue
    if (bits) list.addSubnet(address, Number(bits), kind === 6 ? 'ipv6' : 'ipv4')
    else list.addAddress(address, kind === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

const bare = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
const ours = (proxies: BlockList, address: string) => proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** The client, by the last address in the chain that is not one of our proxies. */
export function clientAddress(peer: string | undefined, forwarded: string | undefined, proxies: BlockList): string {
  let client = bare(peer ?? '')
  const chain = (forwarded ?? '').split(',').map(bare)
  while (isIP(client) && ours(proxies, client) && chain.length) {
    const before = chain.pop()!
    if (!isIP(before)) break
    client = before
  }
  return client
}

/** Whose count an address shares: of IPv6 its /64, which one household holds. */
export function countedAs(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::')
  const first = head ? head.split(':') : []
  const last = tail ? tail.split(':') : []
  const all = tail === undefined ? first : [...first, ...Array(Math.max(0, 8 - first.length - last.length)).fill('0'), ...last]
  return `${all
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`
}
