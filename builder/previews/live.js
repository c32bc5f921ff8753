// News from the server: the state, and the chapters that changed.

let lost = null;
let asking = Promise.resolve();

async function renewAll() {
  const answer = await fetch("state.json", { cache: "no-store" });
  if (!answer.ok) return;
  const next = await answer.json();
  const known = { ...chapters };
  await Promise.all(next.chapters.filter((one) => !known[one.hash]).map(async (one) => {
    const text = await fetch(`chapter/${one.hash}.json`);
    if (!text.ok) throw new Error("the chapter has changed again");
    known[one.hash] = await text.json();
  }));
  state = next;
  chapters = Object.fromEntries(next.chapters.map((one) => [one.hash, known[one.hash]]));
  collect();
  describe();
  layout();
}

// A chapter may change again while its text is on its way: then ask anew.
async function catchUp(tries) {
  try {
    await renewAll();
  } catch (error) {
    await new Promise((done) => { setTimeout(done, 200); });
    if (tries > 1) await catchUp(tries - 1);
  }
}

function listen() {
  const news = new EventSource("events");
  news.onmessage = () => { asking = asking.then(() => catchUp(5)); };
  news.onopen = () => { if (lost) { lost.remove(); lost = null; } };
  news.onerror = () => {
    if (lost) return;
    lost = make("p", { class: "pv-problem" }, make("b", {}, "No connection:"), " deckwright serve does not answer; the page goes on by itself when it is back.");
    $("news").before(lost);
  };
  const decks = Object.entries(boot.decks);
  if (decks.length > 1) {
    $("decks").hidden = false;
    $("decks").replaceChildren(...decks.map(([folder, name]) =>
      make("a", { href: `../${folder}/`, "aria-current": folder === state.folder ? "page" : null }, name)));
  }
}

start();
if (boot.live) listen();
