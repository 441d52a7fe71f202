"use strict";
// The film on this page: a transcript that follows it and seeks, and the click-through.
// Without this script the film still plays, and every link leads to the picture it names.
(() => {
  const by = (id) => document.getElementById(id);
  const video = by("video");
  const stage = by("stage");
  const rate = Number(video.dataset.rate);
  const beats = [...document.querySelectorAll(".transcript [data-start]")].map((link) => ({
    link,
    start: Number(link.dataset.start),
    end: Number(link.dataset.end), // the first frame after it
    where: link.dataset.where,
    says: link.querySelector("span").textContent,
  }));
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  // A time in the middle of a frame: whatever a browser rounds, it shows that frame.
  const during = (frame) => (frame + 0.5) / rate;
  const beatAt = (time) => beats.findLastIndex((beat) => beat.start / rate <= time + 0.001);

  const seek = (frame) => {
    video.currentTime = during(frame);
  };
  const play = () => {
    video.play().catch(() => {}); // refused where a pause or another seek came first
  };
  const showLastFrame = (beat) => {
    video.pause();
    seek(beat.end - 1);
  };
  const playFrom = (beat) => {
    if (still.matches) {
      showLastFrame(beat);
      return;
    }
    seek(beat.start);
    play();
  };

  // ---- The transcript follows the film, and seeks.

  const list = document.querySelector(".transcript .acts");
  let current = -1;
  let followAgain = 0; // not while somebody is reading elsewhere in it

  for (const touched of ["wheel", "touchmove", "pointerdown", "focusin"]) {
    list.addEventListener(touched, () => { followAgain = Date.now() + 5000; }, { passive: true });
  }
  const follow = () => {
    const now = beatAt(video.currentTime);
    if (now === current) return;
    if (current >= 0) beats[current].link.removeAttribute("aria-current");
    current = now;
    if (now < 0) return;
    const { link } = beats[now];
    link.setAttribute("aria-current", "true");
    if (Date.now() < followAgain) return;
    const middle = link.offsetTop - (list.clientHeight - link.offsetHeight) / 2;
    list.scrollTo({ top: middle, behavior: still.matches ? "auto" : "smooth" });
  };
  for (const event of ["timeupdate", "seeking", "play"]) video.addEventListener(event, follow);

  for (const beat of beats) {
    beat.link.addEventListener("click", (event) => {
      event.preventDefault();
      followAgain = 0;
      playFrom(beat);
    });
  }
  for (const link of document.querySelectorAll("[data-play]")) {
    link.addEventListener("click", () => playFrom(beats[Number(link.dataset.play)]));
  }

  // ---- Click-through: one beat at a time, each held on its last frame.

  const [back, next, again, leave, enter] = ["back", "next", "again", "leave", "enter"].map(by);
  const fullscreen = by("fullscreen");
  const segments = [...by("strip").children];
  const others = [...document.querySelectorAll("body > *, main > *, .film > *")].filter(
    (element) => !element.contains(stage) && element.localName !== "script",
  );
  const captions = [...video.textTracks].find((track) => track.kind === "captions");
  let captionsWere = captions.mode;
  let at = -1; // the beat that is on, while clicking through
  let held = false;

  const walking = () => at >= 0;
  const say = () => {
    const beat = beats[at];
    by("sentence").textContent = beat.says;
    by("where").textContent = beat.where;
    segments.forEach((segment, k) => {
      segment.classList.toggle("seen", k < at);
      segment.classList.toggle("now", k === at);
    });
    back.setAttribute("aria-disabled", String(at === 0));
    stage.classList.toggle("held", held);
    next.setAttribute("aria-disabled", String(held && at === beats.length - 1));
  };
  const hold = () => {
    held = true;
    showLastFrame(beats[at]);
    say();
  };
  // Every beat ends in a still of half a second or more. Pausing takes a moment, so it is asked for within
  // that still, some frames early; the seek then lands on the very last one, which looks the same.
  const early = () => Math.ceil(0.1 * rate * Math.min(video.playbackRate, 4));
  const endIfDue = (time) => {
    if (!walking() || held || video.seeking) return;
    if (time * rate >= beats[at].end - 1 - early()) hold();
  };
  let watching = 0;
  const watch = () => {
    if (!("requestVideoFrameCallback" in video)) return;
    video.cancelVideoFrameCallback(watching);
    watching = video.requestVideoFrameCallback((_, frame) => {
      endIfDue(frame.mediaTime + 0.001);
      if (walking() && !held) watch();
    });
  };
  // In a hidden tab no frames are shown, and some browsers don't tell of them: then this has to do.
  for (const event of ["timeupdate", "ended"]) {
    video.addEventListener(event, () => endIfDue(video.currentTime));
  }

  const start = (index, moving = !still.matches) => {
    const follows = held && index === at + 1;
    at = index;
    if (!moving) {
      hold();
      return;
    }
    held = false;
    say();
    if (!follows) seek(beats[at].start);
    play();
    watch();
  };
  const goOn = () => {
    if (!held) hold();
    else if (at < beats.length - 1) start(at + 1);
  };
  const goBack = () => {
    if (at === 0) return;
    at -= 1;
    hold();
  };
  const jump = (index) => {
    at = index;
    hold();
  };
  const playAgain = () => {
    held = false;
    start(at, true);
  };

  const open = () => {
    stage.classList.add("theatre");
    stage.setAttribute("role", "dialog");
    stage.setAttribute("aria-modal", "true");
    stage.setAttribute("aria-label", "Click-through");
    by("bar").hidden = false;
    video.controls = false;
    captionsWere = captions.mode;
    captions.mode = "hidden"; // the sentence stands below the picture, or in it
    for (const element of others) element.inert = true;
    held = false;
    start(video.ended ? 0 : Math.max(beatAt(video.currentTime), 0));
    next.focus();
  };
  const close = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    video.pause();
    at = -1;
    stage.classList.remove("theatre");
    for (const name of ["role", "aria-modal", "aria-label"]) stage.removeAttribute(name);
    by("bar").hidden = true;
    by("sentence").textContent = "";
    video.controls = true;
    captions.mode = captionsWere;
    for (const element of others) element.inert = false;
    enter.focus();
  };
  const toggleFullscreen = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else stage.requestFullscreen().catch(() => {});
  };

  const keys = {
    ArrowRight: goOn, ArrowDown: goOn, PageDown: goOn, " ": goOn, Enter: goOn,
    ArrowLeft: goBack, ArrowUp: goBack, PageUp: goBack, Backspace: goBack,
    Home: () => jump(0), End: () => jump(beats.length - 1),
    r: playAgain, f: toggleFullscreen, Escape: close,
  };
  document.addEventListener("keydown", (event) => {
    if (!walking() || event.ctrlKey || event.metaKey || event.altKey) return;
    const pressesButton = event.target.localName === "button" && [" ", "Enter"].includes(event.key);
    const action = keys[event.key.length > 1 ? event.key : event.key.toLowerCase()];
    if (!action || pressesButton) return;
    event.preventDefault();
    if (!event.repeat) action();
  });

  let touched = null;
  const screen = by("screen");
  screen.addEventListener("pointerdown", (event) => {
    touched = walking() && event.isPrimary && event.button === 0 ? event : null;
  });
  screen.addEventListener("pointercancel", () => { touched = null; });
  screen.addEventListener("pointerup", (event) => {
    if (!touched) return;
    const [across, down] = [event.clientX - touched.clientX, event.clientY - touched.clientY];
    touched = null;
    if (Math.abs(across) > 40 && Math.abs(across) > Math.abs(down)) (across < 0 ? goOn : goBack)();
    else if (Math.hypot(across, down) < 10) goOn();
  });

  for (const [button, action] of [
    [back, goBack], [next, goOn], [again, playAgain], [leave, close], [enter, open], [fullscreen, toggleFullscreen],
  ]) {
    button.addEventListener("click", action);
  }
  fullscreen.hidden = !document.fullscreenEnabled;
  document.addEventListener("fullscreenchange", () => {
    fullscreen.textContent = document.fullscreenElement ? "Leave full screen" : "Full screen";
  });
  if (still.matches) by("enter-hint").textContent += " As your system asks for little motion, it shows each step’s last picture; “Play again” plays it.";
  by("enter-line").hidden = false;

  // ---- One file: what is in it once, and needed twice, is shared here.

  const bytesOf = (address) => {
    const [head, data] = address.split(",", 2);
    const text = atob(data);
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: head.slice(5).split(";")[0] });
  };
  if (video.getAttribute("src").startsWith("data:")) {
    // Some browsers play a film from an object's address only.
    video.src = URL.createObjectURL(bytesOf(video.getAttribute("src")));
  }
  for (const link of document.querySelectorAll("[data-of]")) {
    const source = by(link.dataset.of);
    link.href = (link.dataset.theme === "dark" && source.previousElementSibling?.srcset) || source.src;
    link.closest("li").hidden = false;
    link.hidden = false;
  }

  video.addEventListener("error", () => {
    by("missing").textContent = "The film could not be loaded. This page needs the folder that it came in: open it there, or ask for the single file.";
    by("missing").hidden = false;
  });
})();
