"""The training step of `sae-step` in PyTorch: the same TopK autoencoder, loss, clipping, optimiser and unit decoder rows.

Reads a JSON file {hidden, hiddenSize, latents, k, batch, learningRate, threads, seconds, warmupSteps} and prints one
line {version, positionsPerSecond}.
"""

import json
import sys
import time

import torch
import torch.nn as nn


class Autoencoder(nn.Module):
    def __init__(self, size, latents, k):
        super().__init__()
        decoder = nn.functional.normalize(torch.randn(latents, size), dim=1)
        self.encoder, self.decoder = nn.Parameter(decoder.T.clone()), nn.Parameter(decoder)
        self.encoder_bias, self.decoder_bias = nn.Parameter(torch.zeros(latents)), nn.Parameter(torch.zeros(size))
        self.k = k

    def forward(self, x):
        active = torch.relu((x - self.decoder_bias) @ self.encoder + self.encoder_bias)
        values, indices = active.topk(self.k, dim=1, sorted=False)
        code = torch.zeros_like(active).scatter(1, indices, values)
        return code @ self.decoder + self.decoder_bias, code


def measure(work):
    torch.manual_seed(1)
    size, batch = work["hiddenSize"], work["batch"]
    hidden = torch.tensor(work["hidden"]).view(-1, batch, size)
    model = Autoencoder(size, work["latents"], work["k"])
    optimiser = torch.optim.Adam(model.parameters(), lr=work["learningRate"], betas=(0.9, 0.999), fused=True)
    idle = torch.zeros(work["latents"])
    positions, steps, began = 0, 0, 0.0
    while True:
        if steps == work["warmupSteps"]:
            positions, began = 0, time.perf_counter()
        x = hidden[steps % len(hidden)]
        rebuilt, code = model(x)
        loss = (x - rebuilt).square().mean()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        with torch.no_grad():
            model.decoder /= model.decoder.norm(dim=1, keepdim=True)
            idle = torch.where(code.amax(dim=0) > 0, 0, idle + batch)
        loss.item()
        steps += 1
        positions += batch
        if steps > work["warmupSteps"] and time.perf_counter() - began > work["seconds"]:
            return positions / (time.perf_counter() - began)


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        work = json.load(file)
    torch.set_num_threads(work["threads"])
    print(json.dumps({"version": torch.__version__, "positionsPerSecond": measure(work)}))
