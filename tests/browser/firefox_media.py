"""Firefox's fake camera plays no files: this puts a canvas and an oscillator in its place."""

from __future__ import annotations

import json

from tests.browser.media import FRAMES_PER_SECOND, HEIGHT, WIDTH, Appearance

# The page still gets what it asked for from Firefox itself (permission, devices, settings, errors);
# only the pictures and the sound of its tracks are others.
_STAND_IN = """() => {
    if (!navigator.mediaDevices) return; // not a page of ours: about:blank, or http on a bare address
    const person = %s;
    const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);

    const dress = (real, stand_in, end) => {
        stand_in.getSettings = () => real.getSettings();
        stand_in.getConstraints = () => real.getConstraints();
        stand_in.applyConstraints = (wishes) => real.applyConstraints(wishes);
        const stop = stand_in.stop.bind(stand_in);
        stand_in.stop = () => { stop(); real.stop(); end(); };
        return stand_in;
    };

    const picture = (real) => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [person.width, person.height];
        const pen = canvas.getContext('2d');
        let frame = 0;
        const draw = () => {
            const [width, height] = [canvas.width / 2, canvas.height / 2];
            person.corners.forEach(([red, green, blue], index) => {
                pen.fillStyle = `rgb(${red} ${green} ${blue})`;
                pen.fillRect((index %% 2) * width, Math.floor(index / 2) * height, width, height);
            });
            pen.fillStyle = 'white';
            pen.fillRect(width / 2 + ((frame += 16) %% width), height * 7 / 8, 16, height / 4);
        };
        draw();
        const timer = setInterval(draw, 1000 / person.rate);
        const [track] = canvas.captureStream(person.rate).getVideoTracks();
        return dress(real, track, () => clearInterval(timer));
    };

    const tone = (real) => {
        const context = new AudioContext();
        const [oscillator, gain] = [context.createOscillator(), context.createGain()];
        const output = context.createMediaStreamDestination();
        oscillator.frequency.value = person.tone;
        // Sound that comes and goes is taken for speech.
        const beat = () => {
            gain.gain.setTargetAtTime(0.5, context.currentTime, 0.01);
            gain.gain.setTargetAtTime(0, context.currentTime + 0.25, 0.01);
        };
        beat();
        const timer = setInterval(beat, 400);
        oscillator.connect(gain).connect(output);
        oscillator.start();
        const [track] = output.stream.getAudioTracks();
        return dress(real, track, () => { clearInterval(timer); context.close(); });
    };

    navigator.mediaDevices.getUserMedia = async (wishes) => {
        const stream = await original(wishes);
        const tracks = [...stream.getVideoTracks().map(picture), ...stream.getAudioTracks().map(tone)];
        return new MediaStream(tracks);
    };
}"""


def stand_in(appearance: Appearance) -> str:
    """A function for every page of this person, to be called before the page's own scripts."""
    person = {
        "corners": appearance.corners,
        "tone": appearance.tone,
        "width": WIDTH,
        "height": HEIGHT,
        "rate": FRAMES_PER_SECOND,
    }
    return _STAND_IN % json.dumps(person)
