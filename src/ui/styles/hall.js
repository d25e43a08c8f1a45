// The room's screen shows the newest numbers: asked for every ten seconds, kept as they are while the network is away.
setInterval(async () => {
  try {
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(8000) })
    if (!answer.ok) return
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
    document.getElementById('isi').replaceWith(next.getElementById('isi'))
  } catch {}
}, 10000)
