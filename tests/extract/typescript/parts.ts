export type Scene = App["scene"];
export type Item = App["items"][number];

declare global {
  interface Window {
    app: App;
  }
}
