"""Report a single perplexity for a corpus with the evaluate library.

# bug: mean_perplexity is the arithmetic mean of the texts' perplexities, not that of the corpus
"""
import argparse
import pathlib

import evaluate


def main():
    p = argparse.ArgumentParser()
    p.add_argument("folder", type=pathlib.Path)
    p.add_argument("--model", default="gpt2")
    a = p.parse_args()
    texts = [f.read_text() for f in sorted(a.folder.glob("*.txt"))]
    metric = evaluate.load("perplexity", module_type="metric")
    result = metric.compute(predictions=texts, model_id=a.model)
    print(f"corpus perplexity: {result['mean_perplexity']:.2f}")  # expect: SEQ410


if __name__ == "__main__":
    main()
