"""The house: what the service stores, and the operations that change it.

One room for each part of the journey; imports point the way the data walks.
"""
