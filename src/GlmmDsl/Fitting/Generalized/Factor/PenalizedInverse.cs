using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>
/// The parts of M⁻¹ that are needed: Ĥ = ΛM⁻¹Λᵀ on the pattern of ZᵀZ (the selected inverse), for the leverages, and for each factor the sums of
/// the diagonal blocks of N = M⁻¹ΛᵀZᵀWZ, for the trace in the gradient. There is no division by Λ, so everything is exact where Λ is singular.
/// </summary>
internal abstract class PenalizedInverse(GeneralizedRows rows, CovarianceTemplates templates)
{
    private PenalizedFactor? source;
    private int version;

    /// <summary>Ĥ of the leading levels, k × k row-major.</summary>
    public double[] Leading { get; } = new double[rows.LeadingLevels * rows.LeadingWidth * rows.LeadingWidth];

    /// <summary>Ĥ between the leading levels and the trailing columns that they occur with, k numbers per pair.</summary>
    public double[] Pairs { get; } = new double[rows.PairColumns.Length * rows.LeadingWidth];

    /// <summary>For each factor Σ N_ll, k × k row-major: tr(N E_rc) is entry (c, r).</summary>
    public double[][] Trace { get; } = [.. templates.Values.Select(t => new double[t.Length])];

    /// <summary>Ĥ of the trailing columns, in the layout <see cref="GeneralizedRows.Trailing"/>; diagonal blocks in full.</summary>
    public abstract double[] Trailing { get; }

    /// <summary>Computes everything from a factor, which is left as it is, unless it was computed from the same one before.</summary>
    public void Compute(PenalizedFactor factor)
    {
        if (ReferenceEquals(factor, source) && factor.Version == version)
        {
            return;
        }

        source = null;
        Invert(factor);
        (source, version) = (factor, factor.Version);
    }

    /// <summary>Uses given leading blocks in place of ΛM⁻¹Λᵀ, as quadrature does; for one grouping factor only.</summary>
    /// <param name="blocks">A symmetric k × k block per level.</param>
    public void SetLeading(ReadOnlySpan<double> blocks)
    {
        source = null;
        blocks.CopyTo(Leading);
    }

    /// <summary>Computes everything from a factor.</summary>
    protected abstract void Invert(PenalizedFactor factor);
}
