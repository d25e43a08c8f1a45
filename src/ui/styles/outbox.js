// What a page keeps on this device while the network comes and goes: each form sealed to the server's key, on disk before the page says so,
// sent again until the server says that it has it. Stands before the script of a page, which says what is kept and what is drawn meanwhile.
globalThis.outbox = (() => {
  const box = document.querySelector('[data-keluar]')
  const to = box.dataset.keluar || `${location.pathname.replace(/\/$/, '')}/kirim`
  const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
  const base64 = (some) => btoa(String.fromCharCode(...some))
  const SENT = `terkirim ${to}`
  const mayKeep = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB)
  let token = box.dataset.token
  let away = !navigator.onLine
  let signedOut = false
  let sending = null
  /** What the page shows is of before: it was opened without a network, or something was sent since. */
  let stale = !token
  let atOnce = 50

  async function sealed(text) {
    const curve = { name: 'ECDH', namedCurve: 'P-256' }
    const ours = await crypto.subtle.generateKey(curve, false, ['deriveBits'])
    const theirs = await crypto.subtle.importKey('raw', bytes(box.dataset.kunci), curve, false, [])
    const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ours.privateKey, 256)
    const key = await crypto.subtle.importKey('raw', shared, 'AES-GCM', false, ['encrypt'])
    const nonce = crypto.getRandomValues(new Uint8Array(12))
    const body = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, new TextEncoder().encode(text)))
    const point = new Uint8Array(await crypto.subtle.exportKey('raw', ours.publicKey))
    return base64([...point, ...nonce, ...body])
  }

  const opened =
    mayKeep &&
    new Promise((done, fail) => {
      const asked = indexedDB.open('tujuhpas', 1)
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore('simpanan', { keyPath: 'nr', autoIncrement: true }).createIndex('to', 'to')
        asked.result.createObjectStore('alat')
      }
      asked.onsuccess = () => done(asked.result)
      asked.onerror = () => fail(asked.error)
    })
  /** One transaction, on disk when it is over: a battery that dies then takes nothing with it. */
  async function stored(name, mode, act) {
    const db = await opened
    return new Promise((done, fail) => {
      const t = db.transaction(name, mode, { durability: 'strict' })
      const asked = act(t.objectStore(name))
      t.oncomplete = () => done(asked?.result)
      t.onabort = t.onerror = () => fail(t.error)
    })
  }
  /** Whose notes these are, where a page says so: another who signs in on this device neither sees nor sends them. */
  const owner = (async () => {
    const said = box.dataset.oleh
    if (said === undefined || !mayKeep) return null
    if (said) await stored('alat', 'readwrite', (s) => s.put(said, 'oleh'))
    return said || (await stored('alat', 'readonly', (s) => s.get('oleh'))) || ''
  })()
  const kept = async () => {
    if (!mayKeep) return []
    const [all, by] = [await stored('simpanan', 'readonly', (s) => s.index('to').getAll(to)), await owner]
    return by === null ? all : all.filter((e) => e.by === by)
  }
  /** Adds one to a number of this device, and answers it. */
  async function counted(key) {
    let n = 0
    await stored('alat', 'readwrite', (s) => {
      const before = s.get(key)
      before.onsuccess = () => {
        n = (before.result ?? 0) + 1
        s.put(n, key)
      }
    })
    return n
  }
  /** Two letters by which one device tells itself from another. */
  async function deviceLetters() {
    const known = await stored('alat', 'readonly', (s) => s.get('huruf'))
    if (known) return known
    const drawn = Array.from({ length: 2 }, () => 'BCDFGHKLMNPRSTVW'[Math.floor(Math.random() * 16)]).join('')
    await stored('alat', 'readwrite', (s) => s.put(drawn, 'huruf'))
    return drawn
  }
  /** `beside`: what of it may lie readable on the device, a queue number and no name. With `nr` it takes the place of what was kept. Answers its nr. */
  async function keep(said, beside = {}, nr = undefined) {
    const one = { to, by: await owner, sealed: await sealed(JSON.stringify(said)), ...beside }
    return stored('simpanan', 'readwrite', (s) => s.put(nr === undefined ? one : { ...one, nr }))
  }

  async function told() {
    const all = await kept()
    const unread = all.filter((e) => e.unread).length
    const n = all.length - unread
    const line = document.getElementById('jaringan')
    const w = box.dataset
    const says = signedOut && n ? w.masuk : away ? w.putus : n ? w.mengirim : ''
    line.hidden = !says && !unread
    line.querySelector('span').textContent = says.replace('#', n)
    const lost = line.querySelector('button')
    lost.hidden = !unread
    lost.textContent = w.rusak.replace('#', unread)
    return all
  }

  /** The page as the server has it now, and from it a token that holds; null: it cannot be reached, or asks to sign in. */
  async function freshPage() {
    const get = (path) => fetch(path, { signal: AbortSignal.timeout(8000) })
    let answer = await get(location.href)
    // This page may be nobody's any more: then another that is always there.
    if (answer.status === 404 && box.dataset.lain) answer = await get(box.dataset.lain)
    if (!answer.ok) throw new Error(answer.status)
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const mark = next.querySelector('[data-keluar]')
    // Another who has signed in meanwhile sends nothing of ours.
    signedOut = !mark || ((await owner) !== null && mark.dataset.oleh !== (await owner))
    if (signedOut) return null
    token = mark.dataset.token
    return next
  }

  /** Sends what is kept, oldest first; what the server has is let go of. What it cannot read stays, counted and said: somebody notes it again. */
  function send() {
    sending ??= sendAll().finally(() => {
      sending = null
    })
    return sending
  }
  const waiting = async () => (await kept()).filter((e) => !e.unread).slice(0, atOnce)
  async function sendAll() {
    let some = await waiting()
    // A page that shows nothing new by itself is not asked for without need.
    if (!some.length && !stale && box.dataset.hidup === undefined) {
      away &&= !navigator.onLine
      return told()
    }
    try {
      if (!token) await freshPage()
      for (let tries = 0; some.length; some = await waiting()) {
        const answer = await fetch(to, {
          method: 'POST',
          redirect: 'manual',
          headers: { 'content-type': 'application/json', 'x-form-token': token },
          body: JSON.stringify({ taps: some.map((e) => e.sealed) }),
          signal: AbortSignal.timeout(8000),
        })
        if (answer.status === 413 && atOnce > 1) {
          // More than one sending may weigh: fewer, and fewer again.
          atOnce = Math.ceil(atOnce / 4)
          continue
        }
        if (answer.status !== 200) {
          // The session has another token by now, or has ended.
          if (tries++ || !(await freshPage())) throw new Error(answer.status)
          continue
        }
        stale = true
        const { unread } = await answer.json()
        await stored('alat', 'readwrite', (s) => s.put(Date.now(), SENT))
        await stored('simpanan', 'readwrite', (s) => {
          for (const [i, e] of some.entries()) unread.includes(i) ? s.put({ ...e, unread: true }) : s.delete(e.nr)
        })
      }
      const next = await freshPage()
      away = false
      if (next) {
        stale = false
        // What was kept meanwhile stands on the page as it is.
        if (!(await waiting()).length) document.dispatchEvent(new CustomEvent('segar', { detail: next }))
      }
    } catch {
      away = true
    }
    await told()
  }

  /**
   * What was kept before this page was opened is sent. Was something sent while this page was on its way, it may be of before: asked for again
   * (a page is on its way for 15 s at most, offline.tsx).
   */
  async function begin() {
    const sent = mayKeep && (await stored('alat', 'readonly', (s) => s.get(SENT)))
    if (sent && Math.abs(Date.now() - sent) < 20000) stale = true
    if ((await told()).length || stale) await send()
  }

  document.addEventListener('click', async (event) => {
    if (!event.target.closest('#jaringan button')) return
    const gone = (await kept()).filter((e) => e.unread)
    await stored('simpanan', 'readwrite', (s) => {
      for (const e of gone) s.delete(e.nr)
    })
    await told()
  })
  if (mayKeep) {
    addEventListener('online', send)
    addEventListener('offline', () => {
      away = true
      told()
    })
    setInterval(send, 10000)
    navigator.storage?.persist?.()
  }
  return {
    words: box.dataset,
    mayKeep,
    kept,
    keep,
    counted,
    deviceLetters,
    told,
    send,
    begin,
    isAway: () => away || !navigator.onLine,
    opened: Boolean(token),
  }
})()
