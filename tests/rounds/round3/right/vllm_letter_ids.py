"""Letter log-probs from vLLM by token id; an absent letter is at most as likely as the least listed one."""
from vllm import LLM, SamplingParams


class Letters:
    def __init__(self, llm: LLM, letters="ABCD", k=20):
        self.llm, self.k = llm, k
        tok = llm.get_tokenizer()
        self.ids = []
        for letter in letters:
            (i,) = tok.encode(" " + letter, add_special_tokens=False)
            self.ids.append(i)

    def __call__(self, prompts):
        sp = SamplingParams(max_tokens=1, logprobs=self.k, temperature=0)
        table = []
        for req in self.llm.generate(prompts, sp):
            first = req.outputs[0].logprobs[0]
            table.append([first[i].logprob if i in first else float("-inf") for i in self.ids])
        return table

    def predict(self, prompts):
        return [max(range(len(r)), key=r.__getitem__) for r in self(prompts)]
