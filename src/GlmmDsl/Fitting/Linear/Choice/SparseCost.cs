using GlmmDsl.Covariance;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Linear.Choice;

/// <summary>What a fit on the sparse path costs, from the analysis of its pattern.</summary>
/// <param name="Bytes">Bytes of the factor, the selected inverse and the vectors.</param>
/// <param name="Seconds">Rough processor time of a fit.</param>
/// <param name="CanBeHeld">Whether every array is within the length that .NET allows.</param>
internal readonly record struct SparseCost(double Bytes, double Seconds, bool CanBeHeld)
{
    /// <summary>Operations per second of the dense kernels on supernodes.</summary>
    private const double Rate = 2.5e10;

    /// <summary>Seconds in addition to the arithmetic: per number of the factor, per number of the update blocks, per pair of levels, and per supernode.</summary>
    private const double EachNumber = 8e-9, EachUpdate = 2e-10, EachPair = 2e-8, EachSupernode = 4e-8;

    /// <summary>Seconds of a triangular solve per number of the factor, and in addition per right-hand side.</summary>
    private const double EachSolved = 1.5e-9, EachSide = 5e-10;

    /// <summary>Estimates the cost for a design.</summary>
    /// <param name="analysis">Its analysis.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="fixedCount">p.</param>
    public static SparseCost Of(SparseAnalysis analysis, CovarianceLayout layout, int fixedCount)
    {
        double q = analysis.Pattern.Order;
        int parameters = layout.Entries.Length;
        double width = fixedCount + 1;
        double solve = analysis.Stored * (EachSolved + (EachSide * width));
        double factor = (analysis.Flops / Rate) + (EachNumber * analysis.Stored) + (EachUpdate * analysis.UpdateNumbers)
            + (EachPair * analysis.Pattern.Rows.Length) + (EachSupernode * analysis.Supernodes.Count) + (q * width * width / Rate);
        double gradient = (2 * factor) + (3 * solve);
        double both = factor + solve + gradient;
        double fit = (FitWork.Evaluations * (factor + solve)) + (FitWork.Gradients * gradient) + (FitWork.Hessians * 2 * parameters * both);

        // The factor and the selected inverse; the border and the products with the fixed part; the directions of all parameters; some vectors.
        double bytes = analysis.Bytes + (8 * ((2.0 * analysis.Pattern.ValueCount) + (q * ((6 * width) + (2 * parameters) + 10))));
        return new SparseCost(bytes, fit, analysis.CanBeHeld && q * Math.Max(width, parameters) <= Array.MaxLength);
    }

    /// <summary>Whether it fits in memory.</summary>
    /// <param name="available">The bytes that can be used.</param>
    public bool Fits(long available) => CanBeHeld && Bytes <= available;
}
