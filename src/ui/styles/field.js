// A mentor's note in the field: sent like any form where the network is there; where it is not, kept on the device and sent later (outbox.js). Without
// this script it is a plain form.
const { outbox } = globalThis
const WRITTEN = ':is(input:not([type=hidden]):not([type=radio]), textarea)'

document.addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-simpan]')
  if (!form || !outbox.mayKeep) return
  event.preventDefault()
  note(form).catch(() => form.submit())
})

async function note(form) {
  const said = Object.fromEntries(new FormData(form))
  if (form.dataset.simpan === 'penuh') {
    const answer = await fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams(said),
      signal: AbortSignal.timeout(8000),
    }).catch(() => null)
    // Saved where it leads to the page that says so; anything else but a refusal of what was written (no network, a session that has ended) is kept.
    const saved = answer?.redirected && new URL(answer.url).search === '?oke=1'
    if (saved || answer?.status === 422 || answer?.status === 409) {
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
      document.getElementById('isi').replaceWith(next.getElementById('isi'))
      if (saved) history.replaceState(null, '', answer.url)
      return document.getElementById(saved ? 'isi' : 'catat').scrollIntoView()
    }
  }
  // The same note whether it came through or not: its id is the form's.
  delete said.token
  const id = said.id || crypto.randomUUID()
  await outbox.keep({ ...said, id, number: form.dataset.nomor ?? said.nomor, at: new Date().toISOString() })
  for (const field of form.querySelectorAll(WRITTEN)) field.value = ''
  for (const choice of form.querySelectorAll('[type=radio]')) choice.checked = choice.defaultChecked
  if (form.elements.id) form.elements.id.value = crypto.randomUUID()
  const mark = form.querySelector('.pill') ?? form.appendChild(document.createElement('span'))
  mark.className = 'pill pill--warn'
  mark.textContent = `${form.dataset.nomor ?? said.nomor} · ${outbox.words.menunggu}`
  await outbox.told()
  outbox.send()
}

/** Everything is sent: the page as it is now, unless somebody is writing; the page that was opened without a network becomes the whole one. */
document.addEventListener('segar', ({ detail: next }) => {
  const written = [...document.querySelectorAll(`#isi ${WRITTEN}`)].some((f) => f.value && f.value !== f.defaultValue)
  const chosen = [...document.querySelectorAll('#isi [type=radio]')].some((f) => f.checked !== f.defaultChecked)
  if (written || chosen) return
  if (outbox.opened) document.getElementById('isi').replaceWith(next.getElementById('isi'))
  else if (!next.querySelector('[data-simpan=luring]')) location.reload()
})
outbox.begin()
if (navigator.serviceWorker && outbox.opened) navigator.serviceWorker.register('/pendamping/luring.js', { scope: '/pendamping/' })
