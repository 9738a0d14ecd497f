// The text of the article: pasted into a box, then shown with the known names marked. It is never shown as HTML.
export class ArticleText {
  constructor({ box, marked, messages }) {
    Object.assign(this, { box, marked, messages });
    // The marked text can be selected by keyboard as in an editor, but not changed.
    marked.contentEditable = "true";
    for (const name of ["beforeinput", "drop", "paste", "cut"]) marked.addEventListener(name, (event) => event.preventDefault());
  }

  show({ text, mentions, messages }) {
    this.text = text;
    // Positions are code points; JavaScript counts UTF-16 units.
    this.units = [];
    let unit = 0;
    for (const letter of text) {
      this.units.push(unit);
      unit += letter.length;
    }
    this.units.push(unit);
    const parts = [];
    let end = 0;
    for (const mention of mentions) {
      if (mention.start < end) continue;
      parts.push(this.slice(end, mention.start));
      const mark = document.createElement("mark");
      mark.className = mention.slug ? mention.kind : `${mention.kind} unknown`;
      mark.title = mention.slug ? mention.name : `${mention.name}: not known yet`;
      mark.textContent = this.slice(mention.start, mention.end);
      parts.push(mark);
      end = mention.end;
    }
    this.marked.replaceChildren(...parts, this.slice(end, this.units.length - 1));
    this.messages.replaceChildren(...messages.map((message) => Object.assign(document.createElement("li"), { textContent: message })));
    this.setEditing(!text);
  }

  slice(start, end) {
    return this.text.slice(this.units[start], this.units[end]);
  }

  setEditing(isEditing) {
    this.box.hidden = !isEditing;
    this.marked.hidden = isEditing;
  }

  // Show what a cell rests on: the row's passage, and within it the words of the cell.
  highlight(passage, words) {
    if (!window.CSS?.highlights || this.marked.hidden) return;
    for (const [name, span] of [["passage", passage], ["words", words]]) {
      CSS.highlights.delete(name);
      const range = span && this.units && span[1] < this.units.length && this.range(this.units[span[0]], this.units[span[1]]);
      if (range) CSS.highlights.set(name, new Highlight(range));
      if (range && name === "passage") this.scrollTo(range);
    }
  }

  range(start, end) {
    const range = document.createRange();
    let offset = 0;
    const walker = document.createTreeWalker(this.marked, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const next = offset + node.length;
      if (start >= offset && start <= next) range.setStart(node, start - offset);
      if (end >= offset && end <= next) {
        range.setEnd(node, end - offset);
        return range;
      }
      offset = next;
    }
    return null;
  }

  scrollTo(range) {
    const [place, frame] = [range.getBoundingClientRect(), this.marked.getBoundingClientRect()];
    if (place.top < frame.top || place.bottom > frame.bottom) this.marked.scrollTop += place.top - frame.top - 40;
  }

  // What is selected in the text, with its place in the marked one.
  selection() {
    if (this.marked.hidden) {
      return { text: this.box.value.slice(this.box.selectionStart, this.box.selectionEnd), span: null };
    }
    const selection = window.getSelection();
    if (!selection.rangeCount || !this.marked.contains(selection.anchorNode)) return { text: "", span: null };
    const range = selection.getRangeAt(0);
    const before = document.createRange();
    before.selectNodeContents(this.marked);
    before.setEnd(range.startContainer, range.startOffset);
    const text = range.toString();
    const start = [...before.toString()].length;
    return { text, span: [start, start + [...text].length] };
  }
}
