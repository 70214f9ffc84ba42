// The typed client's types come from the Worker's routes. What the Worker's runtime has beyond browsers is declared here.
interface SubtleCrypto {
  timingSafeEqual(a: ArrayBuffer | ArrayBufferView, b: ArrayBuffer | ArrayBufferView): boolean;
}
