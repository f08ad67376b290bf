// The keys of a headset and the player on a locked screen: the browser's Media Session.

const STEP_S = 15;

export function joinSession(player, signal) {
  const session = navigator.mediaSession;
  if (!session) return;
  const { audio, bar } = player;
  const acts = {
    play: () => player.start(),
    pause: () => audio.pause(),
    stop: () => audio.pause(),
    seekbackward: ({ seekOffset }) => player.step(-1000 * (seekOffset || STEP_S)),
    seekforward: ({ seekOffset }) => player.step(1000 * (seekOffset || STEP_S)),
    seekto: ({ seekTime }) => player.seek(1000 * seekTime),
  };
  const take = () => {
    session.metadata = new MediaMetadata({ title: bar.dataset.title, artist: bar.dataset.by, album: bar.dataset.series });
    for (const [action, act] of Object.entries(acts)) session.setActionHandler(action, act);
  };
  const show = () => {
    session.playbackState = audio.paused ? "paused" : "playing";
    if (!audio.duration) return;
    session.setPositionState({
      duration: audio.duration,
      playbackRate: audio.playbackRate,
      position: Math.min(audio.currentTime, audio.duration),
    });
  };
  audio.addEventListener("play", take, { signal });
  for (const event of ["play", "pause", "seeked", "ratechange", "durationchange"]) {
    audio.addEventListener(event, show, { signal });
  }
}
