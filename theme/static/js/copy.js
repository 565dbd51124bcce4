// A button after each address that can be copied. Without it the address is there as plain text.
const words = document.querySelector("[data-copy]")?.dataset ?? {};

for (const address of document.querySelectorAll(".address")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "address__copy";
  button.textContent = words.copy;
  button.setAttribute("aria-label", `${words.copy} ${address.textContent}`);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address.textContent);
    button.textContent = words.copied;
    setTimeout(() => (button.textContent = words.copy), 2000);
  });
  address.after(" ", button);
}
