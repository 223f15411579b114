using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>The parts of M⁻¹ from the sparse factor, by the selected inverse: the pattern of ZᵀZ lies inside that of the factor.</summary>
internal sealed class SparsePenalizedInverse : PenalizedInverse
{
    private readonly GeneralizedRows rows;
    private readonly SparseTrailing trailing;
    private readonly CovarianceTemplates templates;
    private readonly SelectedInverse inverse;
    private readonly double[] selected;
    private readonly double[] half;

    /// <summary>Makes the workspace.</summary>
    public SparsePenalizedInverse(GeneralizedRows rows, SparseTrailing trailing, CovarianceTemplates templates)
        : base(rows, templates)
    {
        this.rows = rows;
        this.trailing = trailing;
        this.templates = templates;
        inverse = new SelectedInverse(trailing.Structure);
        selected = new double[trailing.Pattern.ValueCount];
        int widest = rows.Groups.Max(g => g.Width);
        half = new double[widest * widest];
        Trailing = new double[trailing.Length];
    }

    /// <inheritdoc/>
    public override double[] Trailing { get; }

    /// <inheritdoc/>
    /// <param name="factor">A <see cref="SparsePenalizedFactor"/>.</param>
    protected override void Invert(PenalizedFactor factor)
    {
        var sparse = (SparsePenalizedFactor)factor;
        inverse.Compute(sparse.Cholesky, factor.CancellationToken);
        inverse.CopyTo(selected);
        ProductTraces.Sum(trailing.Pattern, trailing.GroupOfNode, templates.Values, selected, sparse.Values, Trace);
        ApplyTemplates();
        Unload();
    }

    /// <summary>Every block B between levels i and j becomes ΛᵢBΛⱼᵀ.</summary>
    private void ApplyTemplates()
    {
        BlockPattern pattern = trailing.Pattern;
        for (int j = 0; j < pattern.Nodes; j++)
        {
            int k = pattern.Widths[j];
            double[] right = templates.Values[trailing.GroupOfNode[j]];
            for (int e = pattern.ColumnStart[j]; e < pattern.ColumnStart[j + 1]; e++)
            {
                int i = pattern.Rows[e];
                int l = pattern.Widths[i];
                double[] left = templates.Values[trailing.GroupOfNode[i]];
                if (k == 1 && l == 1)
                {
                    selected[pattern.ValueStart[e]] *= left[0] * right[0];
                    continue;
                }

                Congruence(left, selected.AsSpan(pattern.ValueStart[e], k * l), right, l, k);
            }
        }
    }

    private void Congruence(double[] left, Span<double> block, double[] right, int l, int k)
    {
        for (int r = 0; r < l; r++)
        {
            for (int c = 0; c < k; c++)
            {
                half[(r * k) + c] = VectorKernels.Dot(block.Slice(r * k, c + 1), right.AsSpan(c * k, c + 1));
            }
        }

        for (int r = 0; r < l; r++)
        {
            Span<double> row = block.Slice(r * k, k);
            row.Clear();
            for (int t = 0; t <= r; t++)
            {
                VectorKernels.AddScaled(left[(r * l) + t], half.AsSpan(t * k, k), row);
            }
        }
    }

    private void Unload()
    {
        int k = rows.LeadingWidth;
        int at = 0;
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            selected.AsSpan(at, k * k).CopyTo(Leading.AsSpan(level * k * k));
            at += k * k;
            int start = rows.PairStart[level] * k, count = (rows.PairStart[level + 1] * k) - start;
            selected.AsSpan(at, count).CopyTo(Pairs.AsSpan(start));
            at += count;
        }

        selected.AsSpan(at).CopyTo(Trailing);
    }
}
