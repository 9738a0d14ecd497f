// One list of suggestions for whichever box has the focus: the APG's editable combobox with list autocomplete.
// Nothing can be chosen that wasn't found for exactly what is typed.
const PAUSE = 120; // milliseconds without a key before the server is asked

export class Suggestions {
  constructor(list) {
    this.list = list;
    this.options = [];
    this.reset(null);
    // A telephone scrolls while somebody types, to make room for its keyboard.
    document.addEventListener("scroll", ({ target }) => target !== list && this.isOpen && this.place(), true);
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the box keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.number));
    });
  }

  // Look for what is typed in a box: find(text) gives options {label, …}; choose(option) is called with the chosen one.
  // `start`: the option that Enter chooses at first; -1: none.
  look(box, find, choose, { pause = PAUSE, start = 0 } = {}) {
    this.reset(box);
    this.onChoose = choose;
    const typed = box.value;
    this.isWaiting = true;
    this.timer = setTimeout(async () => {
      const options = await find(typed);
      if (this.box !== box || box.value !== typed) return; // typed on, or went elsewhere
      this.isWaiting = false;
      if (!options.length) return;
      this.show(options, start);
      // Enter was pressed meanwhile.
      if (this.choosesOnArrival && start >= 0) this.choose(start);
    }, pause);
  }

  reset(box) {
    clearTimeout(this.timer);
    this.box?.setAttribute("aria-expanded", "false");
    this.box?.removeAttribute("aria-activedescendant");
    this.list.hidden = true;
    this.list.replaceChildren();
    this.options = [];
    this.active = -1;
    this.isWaiting = this.choosesOnArrival = false;
    this.box = box;
  }

  close() {
    this.reset(null);
  }

  get isOpen() {
    return this.options.length > 0;
  }

  show(options, start) {
    this.options = options;
    this.list.replaceChildren(...options.map(({ label, detail }, number) => {
      const item = document.createElement("li");
      item.id = `suggestion-${number}`;
      item.setAttribute("role", "option");
      item.dataset.number = number;
      item.dir = "auto";
      item.textContent = label;
      if (detail) item.append(Object.assign(document.createElement("small"), { textContent: detail }));
      return item;
    }));
    this.list.hidden = false;
    this.place();
    this.box.setAttribute("aria-expanded", "true");
    if (start >= 0) this.activate(start);
  }

  // Beside the box, for as long as that can be seen.
  place() {
    const { left, top, bottom } = this.box.getBoundingClientRect();
    if (bottom < 0 || top > window.innerHeight) return this.close();
    const room = document.documentElement.clientWidth - this.list.offsetWidth - 8;
    this.list.style.left = `${Math.max(4, Math.min(left, room))}px`;
    // Below the box, or above it where there is no room below.
    const fits = bottom + this.list.offsetHeight + 4 < window.innerHeight || top < this.list.offsetHeight;
    this.list.style.top = `${fits ? bottom + 2 : top - this.list.offsetHeight - 2}px`;
  }

  activate(number) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = (number + this.options.length) % this.options.length;
    const item = this.list.children[this.active];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", item.id);
  }

  choose(number) {
    const [option, onChoose] = [this.options[number], this.onChoose];
    this.reset(this.box);
    if (option) onChoose(option);
  }

  // Whether the list has used this key.
  takes({ key }) {
    if (key === "Enter" && this.isWaiting) {
      this.choosesOnArrival = true;
      return true;
    }
    if (this.isWaiting && key.startsWith("Arrow")) return key === "ArrowDown" || key === "ArrowUp";
    if (!this.isOpen) return false;
    if (key === "ArrowDown" || key === "ArrowUp") this.activate(this.active + (key === "ArrowDown" ? 1 : -1));
    else if (key === "Enter" && this.active >= 0) this.choose(this.active);
    else if (key === "Escape") this.close();
    else return false;
    return true;
  }
}
