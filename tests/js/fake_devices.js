// The state of camera and microphone as the views read it: both on, until a test says otherwise.

/** @returns {any} */
export function newFakeDevices() {
  const on = { state: "on", reason: null, id: "", track: null, sought: false, news: "" };
  return {
    settled: true,
    restored: new Set(),
    microphone: { ...on },
    camera: { ...on },
    choices: { microphone: [], camera: [] },
    isAsking: () => false,
  };
}
