using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>What a fit on the sparse path takes, from the analysis of its pattern.</summary>
/// <param name="Bytes">Bytes of factor, selected inverse and vectors.</param>
/// <param name="Seconds">Rough processor time of a fit.</param>
/// <param name="CanBeHeld">Whether every array keeps within what the run time allows.</param>
internal readonly record struct SparseCost(double Bytes, double Seconds, bool CanBeHeld)
{
    /// <summary>Operations a second of the kernels on supernodes; they are smaller than the blocked path's matrix.</summary>
    private const double Rate = 4e9;

    /// <summary>Seconds for each number of the factor, and for each supernode, beside the arithmetic.</summary>
    private const double EachNumber = 2e-9, EachSupernode = 2e-7;

    /// <summary>Counts a design.</summary>
    /// <param name="analysis">Its analysis.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="fixedCount">p.</param>
    public static SparseCost Of(SparseAnalysis analysis, CovarianceLayout layout, int fixedCount)
    {
        double q = analysis.Pattern.Order;
        int parameters = layout.Parameters.Length;
        double width = fixedCount + 1;
        double solve = 4 * analysis.Stored * width / Rate;
        double factor = (analysis.Flops / Rate) + (EachNumber * analysis.Stored) + (EachSupernode * analysis.Supernodes.Count) + (q * width * width / Rate);
        double gradient = (2 * factor) + (3 * solve);
        double both = factor + solve + gradient;
        double fit = (FitWork.Evaluations * (factor + solve)) + (FitWork.Gradients * gradient) + (FitWork.Hessians * 2 * parameters * both);

        // Values and selected values; border and products of both sides of the fixed part; directions of all parameters; some vectors.
        double bytes = analysis.Bytes + (8 * ((2.0 * analysis.Pattern.ValueCount) + (q * ((6 * width) + (2 * parameters) + 10))));
        return new SparseCost(bytes, fit, analysis.CanBeHeld && q * Math.Max(width, parameters) <= Array.MaxLength);
    }

    /// <summary>Whether all of it can be held.</summary>
    /// <param name="available">Bytes there are.</param>
    public bool Fits(long available) => CanBeHeld && Bytes <= available;
}
