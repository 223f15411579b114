using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference.MultipleComparisons;

/// <summary>
/// The largest of several |t| variables with their correlations: by quadrature for two, and wherever the correlations are products, as in comparisons with a control; else over a
/// fixed lattice. Probabilities lie between that of one variable and Bonferroni's bound.
/// </summary>
internal sealed class MaximumOfT
{
    private readonly int count;
    private readonly ProductCorrelation? product;
    private readonly MultivariateTail? lattice;

    /// <summary>Takes the correlations.</summary>
    public MaximumOfT(double[,] correlations)
    {
        count = correlations.GetLength(0);
        product = ProductCorrelation.Of(correlations);
        lattice = product is null ? new MultivariateTail(correlations) : null;
    }

    /// <summary>Whether probabilities come from a lattice, with an error of about 2·10⁻⁵, and not by quadrature.</summary>
    public bool IsLattice => lattice is not null;

    /// <summary>P(max |T| &gt; t).</summary>
    public double UpperTail(double t, double df)
    {
        double one = TailProbability.OfT(t, df);
        t = Math.Abs(t);
        double all = ChiScale.Mean(df, s => product?.UpperTail(t * s) ?? lattice!.UpperTail(t * s));
        return double.IsNaN(one) ? double.NaN : Math.Clamp(all, one, Math.Min(1, count * one));
    }

    /// <summary>t with P(max |T| ≤ t) = level.</summary>
    public double Quantile(double level, double df) => !(df > 0) ? double.NaN : CriticalValue.Find(t => UpperTail(t, df), 1 - level);
}
