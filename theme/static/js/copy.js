// A button after each address that can be copied. Without it the address is there as plain text.
const words = document.querySelector("[data-copy]")?.dataset ?? {};

for (const [number, address] of document.querySelectorAll(".address").entries()) {
  const button = document.createElement("button");
  address.id ||= `address_${number}`;
  button.type = "button";
  button.className = "address__copy";
  button.textContent = words.copy;
  button.setAttribute("aria-describedby", address.id);
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address.textContent);
      button.textContent = words.copied;
      setTimeout(() => (button.textContent = words.copy), 2000);
    } catch {
      // Not allowed, or the page came over plain http: it is marked, to be copied by hand.
      getSelection().selectAllChildren(address);
    }
  });
  address.after(" ", button);
}
