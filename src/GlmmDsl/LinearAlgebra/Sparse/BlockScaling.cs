namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>A block-diagonal Λ with one small block per group of nodes.</summary>
/// <param name="GroupOfNode">Group of each node.</param>
/// <param name="BlockStart">Where each group's block begins among the blocks.</param>
/// <param name="Blocks">The blocks, width × width numbers each, row by row.</param>
internal readonly record struct BlockScaling(int[] GroupOfNode, int[] BlockStart, double[] Blocks)
{
    /// <summary>The block of a node.</summary>
    public ReadOnlySpan<double> Of(int node, int width) => Blocks.AsSpan(BlockStart[GroupOfNode[node]], width * width);
}
