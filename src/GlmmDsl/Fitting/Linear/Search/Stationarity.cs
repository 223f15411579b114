using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Search;

/// <summary>
/// What gradient and Hessian say of a point: how far the criterion can still fall, and whether it curves downwards. θ is about columns of mean
/// square 1 and relative to σ, so that one unit of it is a large change in any model: the bounds need no scale of the data.
/// </summary>
internal sealed class Stationarity
{
    /// <summary>Predicted decrease beyond which a point is no optimum.</summary>
    private const double LargestDecrease = 1e-5;

    /// <summary>An eigenvalue below minus this, and below this share of the largest, is negative beyond rounding.</summary>
    private const double Curvature = 1e-4, Rounding = 1e-7;

    /// <summary>Eigenvalues are raised to this share of the largest: along flat directions rounding must not look like a long step.</summary>
    private const double Floor = 1e-10;

    /// <summary>A decrease within this many times the rounding of the criterion is none.</summary>
    private const double TimesRounding = 100;

    /// <summary>Judges a point.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="hessian">The Hessian, row-major.</param>
    /// <param name="pinned">Entries that are held; null for none.</param>
    public Stationarity(double[] gradient, double[] hessian, bool[]? pinned = null)
    {
        int n = gradient.Length;
        var block = new double[n * n];
        for (int i = 0; i < n * n; i++)
        {
            bool held = pinned is not null && (pinned[i / n] || pinned[i % n]);
            block[i] = held ? (i / n == i % n ? 1 : 0) : hessian[i];
        }

        var values = new double[n];
        var vectors = new double[n * n];
        SymmetricEigen.Decompose(block, values, vectors, n);
        Step = new double[n];
        LowestDirection = new double[n];
        double largest = 0;
        int lowest = 0;
        for (int j = 0; j < n; j++)
        {
            largest = Math.Max(largest, Math.Abs(values[j]));
            lowest = values[j] < values[lowest] ? j : lowest;
        }

        for (int j = 0; j < n; j++)
        {
            double along = 0;
            for (int i = 0; i < n; i++)
            {
                along += pinned is not null && pinned[i] ? 0 : vectors[(i * n) + j] * gradient[i];
            }

            double curvature = Math.Max(Math.Abs(values[j]), Floor * largest);
            PredictedDecrease += along == 0 ? 0 : 0.5 * along * along / curvature;
            for (int i = 0; i < n && along != 0; i++)
            {
                Step[i] -= vectors[(i * n) + j] * along / curvature;
            }

            LowestDirection[j] = vectors[(j * n) + lowest];
        }

        LowestCurvature = n == 0 ? 0 : values[lowest];
        IsIndefinite = LowestCurvature < -Math.Max(Curvature, Rounding * largest);
    }

    /// <summary>½gᵀ|H|⁻¹g: what a full step promises, in units of the criterion.</summary>
    public double PredictedDecrease { get; }

    /// <summary>−|H|⁻¹g.</summary>
    public double[] Step { get; }

    /// <summary>The lowest eigenvalue.</summary>
    public double LowestCurvature { get; }

    /// <summary>Its eigenvector.</summary>
    public double[] LowestDirection { get; }

    /// <summary>Whether the Hessian has a negative eigenvalue beyond rounding: a saddle, or a zero variance that the data do not want.</summary>
    public bool IsIndefinite { get; }

    /// <summary>Whether the step promises more than a minimum allows.</summary>
    /// <param name="rounding">What rounding can have moved the criterion by.</param>
    public bool CanFall(double rounding = 0) => !(PredictedDecrease < Math.Max(LargestDecrease, TimesRounding * rounding));

    /// <summary>Whether this is a minimum, inner or on the boundary.</summary>
    public bool IsMinimum => !CanFall() && !IsIndefinite;
}
