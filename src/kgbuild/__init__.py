"""Who takes which stance on what, in which words, at which place in the text: news as a graph of claims."""
