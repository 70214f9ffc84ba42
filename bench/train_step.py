"""The training step of `train-step` in PyTorch: the same network, loss, optimiser and sequences, padded and packed.

Reads a JSON file {sequences, config, batchTokens, dropout, learningRate, clipNorm, threads, seconds, warmupSteps} and
prints one line {version, padded, packed}: real (unpadded) tokens a second.
"""

import json
import math
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, size, feed_forward, heads, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.norm1, self.norm2 = nn.LayerNorm(size), nn.LayerNorm(size)
        self.qkv, self.out = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.up, self.down = nn.Linear(size, feed_forward), nn.Linear(feed_forward, size)

    def drop(self, x):
        return F.dropout(x, self.dropout, self.training)

    def forward(self, x, mask):
        batch, length, size = x.shape
        split = (batch, length, self.heads, size // self.heads)
        q, k, v = (part.view(split).transpose(1, 2) for part in self.qkv(self.norm1(x)).chunk(3, dim=-1))
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None)
        x = x + self.drop(self.out(mixed.transpose(1, 2).reshape(batch, length, size)))
        return x + self.drop(self.down(F.relu(self.up(self.norm2(x)))))


class Recommender(nn.Module):
    def __init__(self, config, dropout):
        super().__init__()
        size = config["hiddenSize"]
        self.items = nn.Embedding(config["items"], size)
        self.positions = nn.Embedding(config["maxLength"], size)
        nn.init.normal_(self.items.weight, std=0.02)
        nn.init.normal_(self.positions.weight, std=0.02)
        blocks = [Block(size, config["feedForwardSize"], config["heads"], dropout) for _ in range(config["blocks"])]
        self.blocks, self.norm = nn.ModuleList(blocks), nn.LayerNorm(size)
        self.scale, self.dropout = math.sqrt(size), dropout

    def loss(self, batch):
        x = self.items(batch["items"]) * self.scale + self.positions(batch["places"])
        x = F.dropout(x, self.dropout, self.training)
        for block in self.blocks:
            x = block(x, batch["mask"])
        hidden = self.norm(x).flatten(0, 1)[batch["real"]]
        return F.cross_entropy(hidden @ self.items.weight.T, batch["targets"])


def rows_of(sequences, length, pack):
    """Lists of sequences that share a row: one each when padded, first fit when packed."""
    rows = []
    for sequence in sequences:
        used = len(sequence) - 1
        open_rows = rows[-64:] if pack else []
        row = next((r for r in open_rows if sum(len(s) - 1 for s in r) + used <= length), None)
        if row is None:
            rows.append([sequence])
        else:
            row.append(sequence)
    return rows


def to_batch(rows, length, packed):
    items, places, owners = (torch.zeros(len(rows), length, dtype=torch.long) for _ in range(3))
    owners -= 1
    real, targets = [], []
    for i, row in enumerate(rows):
        start = 0
        for owner, sequence in enumerate(row):
            end = start + len(sequence) - 1
            items[i, start:end] = torch.tensor(sequence[:-1])
            places[i, start:end] = torch.arange(end - start)
            owners[i, start:end] = owner
            real.extend(range(i * length + start, i * length + end))
            targets.extend(sequence[1:])
            start = end
    same = (owners[:, :, None] == owners[:, None, :]).unsqueeze(1)
    mask = same & torch.ones(length, length, dtype=torch.bool).tril() if packed else None
    return {
        "items": items,
        "places": places,
        "mask": mask,
        "real": torch.tensor(real),
        "targets": torch.tensor(targets),
    }


def measure(work, packed):
    torch.manual_seed(1)
    config = work["config"]
    length = config["maxLength"]
    model = Recommender(config, work["dropout"]).train()
    optimiser = torch.optim.Adam(model.parameters(), lr=work["learningRate"], betas=(0.9, 0.98), fused=True)
    rows = rows_of(work["sequences"], length, packed)
    size = work["batchTokens"] // length
    batches = [to_batch(rows[i : i + size], length, packed) for i in range(0, len(rows) - size + 1, size)]
    tokens, steps, began = 0, 0, 0.0
    while True:
        batch = batches[steps % len(batches)]
        if steps == work["warmupSteps"]:
            tokens, began = 0, time.perf_counter()
        loss = model.loss(batch)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), work["clipNorm"])
        optimiser.step()
        loss.item()
        steps += 1
        tokens += len(batch["targets"])
        if steps > work["warmupSteps"] and time.perf_counter() - began > work["seconds"]:
            return tokens / (time.perf_counter() - began)


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        work = json.load(file)
    torch.set_num_threads(work["threads"])
    figures = {"version": torch.__version__, "padded": measure(work, False), "packed": measure(work, True)}
    print(json.dumps(figures))
