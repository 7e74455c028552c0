"""How well does a captioner agree with human captions: log p(reference | image).

# bug: the reference's ids are looked up in the steps of a free-running generation.
"""
import json
from pathlib import Path

import torch
from PIL import Image
from transformers import AutoProcessor, GitForCausalLM

proc = AutoProcessor.from_pretrained("microsoft/git-base-coco")
git = GitForCausalLM.from_pretrained("microsoft/git-base-coco")
git.eval()


def ref_logprob(img, caption):
    px = proc(images=img, return_tensors="pt").pixel_values
    ref = proc.tokenizer(caption, add_special_tokens=False).input_ids + [proc.tokenizer.sep_token_id]
    gen = git.generate(  # expect-near: SEQ207
        pixel_values=px,
        min_new_tokens=len(ref),
        max_new_tokens=len(ref),
        do_sample=False,
        output_logits=True,
        return_dict_in_generate=True,
    )
    s = 0.0
    for z, r in zip(gen.logits, ref):
        s += torch.log_softmax(z[0], -1)[r].item()  # expect: SEQ207
    return s


def main(ann, root):
    rows = json.loads(Path(ann).read_text())["annotations"]
    res = []
    for r in rows:
        with Image.open(Path(root) / r["file_name"]) as im:
            res.append({"id": r["id"], "logp": ref_logprob(im.convert("RGB"), r["caption"])})
    Path("ref_logp.json").write_text(json.dumps(res))


if __name__ == "__main__":
    main("captions_val.json", "val2017")
