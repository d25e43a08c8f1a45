// The clinic page while the network comes and goes: a tap is sealed to the server's key, kept on this device, sent again until the server
// says that it has it, and shown meanwhile. Without this script each tap is a plain form.
const page = document.querySelector('[data-klinik]')
const kept = `klinik ${page.dataset.klinik}`
const read = () => JSON.parse(localStorage.getItem(kept) ?? '[]')
const write = (taps) => localStorage.setItem(kept, JSON.stringify(taps))
const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
const base64 = (some) => btoa(String.fromCharCode(...some))
const ids = () => crypto.randomUUID()
const device =
  localStorage.getItem('alat') ?? Array.from({ length: 2 }, () => 'BCDFGHKLMNPRSTVW'[Math.floor(Math.random() * 16)]).join('')
localStorage.setItem('alat', device)
let away = false
let sending = false

async function sealed(text) {
  const ours = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])
  const theirs = await crypto.subtle.importKey('raw', bytes(page.dataset.kunci), { name: 'ECDH', namedCurve: 'P-256' }, false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ours.privateKey, 256)
  const key = await crypto.subtle.importKey('raw', shared, 'AES-GCM', false, ['encrypt'])
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const body = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, new TextEncoder().encode(text)))
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', ours.publicKey))
  return base64([...point, ...nonce, ...body])
}

function told() {
  const n = read().length
  const unread = Number(localStorage.getItem(`${kept} rusak`) ?? 0)
  const line = document.getElementById('jaringan')
  line.hidden = !away && n === 0 && unread === 0
  const says = away ? page.dataset.putus : n ? page.dataset.mengirim : ''
  line.textContent = [says.replace('#', n), unread ? page.dataset.rusak.replace('#', unread) : ''].filter(Boolean).join(' ')
}

/** Sends what is kept, oldest first; what the server has is let go of. What it cannot read is counted and said: somebody notes it again. */
async function send() {
  if (sending) return
  sending = true
  try {
    for (let taps = read(); taps.length; taps = read()) {
      const some = taps.slice(0, 50)
      const answer = await fetch(`${page.dataset.ke}/kirim`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-form-token': page.dataset.token },
        body: JSON.stringify({ taps: some.map((t) => t.sealed) }),
        signal: AbortSignal.timeout(8000),
      })
      if (answer.status !== 200) throw new Error(answer.status)
      const { unread } = await answer.json()
      if (unread.length) localStorage.setItem(`${kept} rusak`, Number(localStorage.getItem(`${kept} rusak`) ?? 0) + unread.length)
      write(read().filter((t) => !some.some((s) => s.id === t.id)))
    }
    away = false
    const fresh = await fetch(location.href, { signal: AbortSignal.timeout(8000) })
    if (fresh.ok && !read().length) {
      const next = new DOMParser().parseFromString(await fresh.text(), 'text/html')
      const writing = document.activeElement?.closest('form[data-ketuk]')?.querySelector('textarea, input[type=text]')?.value
      if (!writing) document.getElementById('papan').replaceWith(next.getElementById('papan'))
    }
  } catch {
    away = true
  } finally {
    sending = false
    told()
  }
}

addEventListener('submit', async (event) => {
  const form = event.target.closest('form[data-ketuk]')
  if (!form || !crypto.subtle || form.who?.value.trim() === '') return
  event.preventDefault()
  const tap = Object.fromEntries(new FormData(form, event.submitter))
  delete tap.token
  tap.id = ids()
  tap.at = new Date().toISOString()
  tap.device = device
  if (tap.kind === 'arrive') {
    tap.visit = ids()
    if (away || !navigator.onLine) {
      const n = Number(localStorage.getItem(`${kept} n`) ?? 0) + 1
      localStorage.setItem(`${kept} n`, n)
      tap.label = `${device}${n}`
    }
  }
  write([...read(), { id: tap.id, sealed: await sealed(JSON.stringify(tap)) }])
  const line = form.closest('li') ?? form
  const mark = document.createElement('span')
  mark.className = 'pill pill--warn'
  mark.textContent = tap.label ? `${tap.label} · ${page.dataset.menunggu}` : page.dataset.menunggu
  line.querySelector('button')?.replaceWith(mark)
  told()
  await send()
})
addEventListener('online', send)
setInterval(send, 10000)
told()
if (read().length) send()
