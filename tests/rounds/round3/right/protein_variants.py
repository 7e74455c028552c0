"""Variant effect of a protein language model: log-odds of mutant and wild type at one masked site."""
import torch


def variant_effect(model, alphabet, tokens, site, wild, mutant):
    masked = tokens.clone()
    masked[0, site] = alphabet.mask_idx
    with torch.no_grad():
        z = model(masked)["logits"][0, site]
    return (z[alphabet.get_idx(mutant)] - z[alphabet.get_idx(wild)]).item()


def scan(model, alphabet, tokens, sequence, offset=1):
    """All single mutants; sequence[i] is at position i + offset (BOS in front)."""
    table = {}
    for i, wild in enumerate(sequence):
        for mutant in "ACDEFGHIKLMNPQRSTVWY":
            if mutant != wild:
                table[f"{wild}{i + 1}{mutant}"] = variant_effect(model, alphabet, tokens, i + offset, wild, mutant)
    return table
