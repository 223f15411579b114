using GlmmDsl.LinearAlgebra;
using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting;

/// <summary>
/// Finds θ̂: the trust region, and behind it what a boundary needs. A nearly singular Λ is restarted from its leading low-rank factor; a zero
/// column, where the gradient vanishes whatever the data say, is judged by the curvature and left by a step off it; what has vanished is set
/// to exactly zero where that is not worse.
/// </summary>
internal sealed class CovarianceSearch(LinearCriterion criterion, CovarianceLayout layout, CancellationToken cancellationToken)
{
    private const double Tolerance = 1e-9;
    private const double FirstRadius = 1;

    /// <summary>An eigenvalue of ΛΛᵀ below this share of the largest makes Λ nearly singular.</summary>
    private const double NearlySingular = 1e-5;

    /// <summary>A column of Λ below this is tested as a zero column.</summary>
    private const double NearlyZero = 1e-3;

    /// <summary>How much a snapped point may lie above the best: the optimiser's own tolerance.</summary>
    private const double NotWorse = 1e-9;

    private readonly TrustRegion region = new(criterion);

    /// <summary>The best θ (internal).</summary>
    public double[] Theta { get; private set; } = [];

    /// <summary>The criterion there.</summary>
    public double Value { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether the last search ended by its own test.</summary>
    public bool Converged { get; private set; }

    /// <summary>The gradient at θ̂, or one last step before it.</summary>
    public double[] Gradient { get; } = new double[criterion.Count];

    /// <summary>Ĥ where the gradient was taken, row-major.</summary>
    public double[] Hessian { get; } = new double[criterion.Count * criterion.Count];

    /// <summary>Runs the search from a start.</summary>
    public void Run(double[] start)
    {
        Theta = start;
        Search(start, FirstRadius);
        for (int round = 0; round < 3; round++)
        {
            double before = Value;
            RestartFromLowRank();
            LeaveZeroColumns();
            if (!(Value < before - Tolerance))
            {
                break;
            }
        }

        var pinned = new bool[Theta.Length];
        bool snapped = Snap(pinned);
        Polish(pinned, snapped ? 3 : 1, snapped);
    }

    private void Search(ReadOnlySpan<double> start, double radius)
    {
        bool converged = region.Minimise(start, radius, Tolerance, cancellationToken);
        if (region.Value < Value)
        {
            Theta = [.. region.Point];
            Value = region.Value;
            Converged = converged;
            region.Gradient.CopyTo(Gradient, 0);
            region.Hessian.CopyTo(Hessian, 0);
        }
    }

    private IEnumerable<TermLayout> Terms => layout.Factors.SelectMany(f => f.Terms);

    /// <summary>Restarts with each nearly singular ΛΛᵀ replaced by its leading part.</summary>
    private void RestartFromLowRank()
    {
        bool any = false;
        double[] start = layout.Map(Theta, (basis, lambda) => any |= ReduceRank(lambda, basis.Width));
        if (any)
        {
            criterion.Adjust(start);
            Search(start, 0.1);
        }
    }

    /// <summary>Λ ← the triangular factor of the leading eigenvectors of ΛΛᵀ; false when Λ is well away from singular, or has one column.</summary>
    private static bool ReduceRank(double[] lambda, int k)
    {
        if (k == 1)
        {
            return false;
        }

        var square = new double[k * k];
        SmallBlocks.MultiplyByTransposed(lambda, lambda, square, k);
        var values = new double[k];
        var vectors = new double[k * k];
        SymmetricEigen.Decompose(square, values, vectors, k);
        double largest = values.Max();
        if (!(largest > 0) || values.Min() > NearlySingular * largest)
        {
            return false;
        }

        for (int j = 0; j < k; j++)
        {
            double scale = values[j] > NearlySingular * largest ? Math.Sqrt(values[j]) : 0;
            for (int i = 0; i < k; i++)
            {
                lambda[(i * k) + j] = scale * vectors[(i * k) + j];
            }
        }

        SmallBlocks.Triangularise(lambda, k);
        return true;
    }

    /// <summary>Sets each nearly zero column to zero, looks at the curvature there, and follows it off where it is negative.</summary>
    private void LeaveZeroColumns()
    {
        foreach (TermLayout term in Terms.ToArray())
        {
            int at = term.FirstParameter;
            for (int column = 0; column < term.Width; at += term.Width - column, column++)
            {
                int length = term.Width - column;
                if (Theta.AsSpan(at, length).ContainsAnyExceptInRange(-NearlyZero, NearlyZero))
                {
                    continue;
                }

                double[] point = [.. Theta];
                point.AsSpan(at, length).Clear();
                StepOff(point, at, length);
            }
        }
    }

    private void StepOff(double[] point, int at, int length)
    {
        int n = point.Length;
        double value = criterion.Evaluate(point);
        if (!double.IsFinite(value))
        {
            return;
        }

        var hessian = new double[n * n];
        criterion.Differentiate(new double[n], hessian);
        var block = new double[length * length];
        for (int i = 0; i < length; i++)
        {
            hessian.AsSpan(((at + i) * n) + at, length).CopyTo(block.AsSpan(i * length));
        }

        var values = new double[length];
        var vectors = new double[length * length];
        SymmetricEigen.Decompose(block, values, vectors, length);
        int lowest = Array.IndexOf(values, values.Min());
        if (values[lowest] >= 0)
        {
            return;
        }

        foreach (double size in (ReadOnlySpan<double>)[0.3, 0.03])
        {
            for (int i = 0; i < length; i++)
            {
                point[at + i] = size * vectors[(i * length) + lowest];
            }

            if (criterion.Evaluate(point) < Value)
            {
                Search(point, 0.5);
                return;
            }
        }
    }

    /// <summary>Sets small diagonals, with the columns below them where these are small too, to exactly zero where that is not worse.</summary>
    /// <param name="pinned">Receives which entries of θ were set.</param>
    private bool Snap(bool[] pinned)
    {
        foreach (TermLayout term in Terms.ToArray())
        {
            int at = term.FirstParameter;
            for (int column = 0; column < term.Width; at += term.Width - column, column++)
            {
                if (Theta[at] == 0 || Math.Abs(Theta[at]) > NearlyZero)
                {
                    continue;
                }

                int length = Theta.AsSpan(at, term.Width - column).ContainsAnyExceptInRange(-NearlyZero, NearlyZero) ? 1 : term.Width - column;
                double[] point = [.. Theta];
                point.AsSpan(at, length).Clear();
                cancellationToken.ThrowIfCancellationRequested();
                double value = criterion.Evaluate(point);
                if (value <= Value + NotWorse)
                {
                    Theta = point;
                    Value = value;
                    pinned.AsSpan(at, length).Fill(true);
                }
            }
        }

        return pinned.Contains(true);
    }

    /// <summary>
    /// Last steps on the entries that are free. The search stops by a prediction with Ĥ, which is not the Hessian: where the criterion is flat an
    /// estimate is still off by more than its criterion, and one step costs no gradient.
    /// </summary>
    private void Polish(bool[] pinned, int steps, bool moved)
    {
        for (int i = 0; i < steps && Theta.Length > 0 && double.IsFinite(Value); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (moved)
            {
                criterion.Evaluate(Theta);
                criterion.Differentiate(Gradient, Hessian);
            }

            double[] point = FreeStep(pinned);
            double value = criterion.Evaluate(point);
            if (!(value <= Value + (1e-14 * Math.Abs(Value))))
            {
                return;
            }

            Theta = point;
            Value = value;
            moved = true;
        }
    }

    /// <summary>θ − |Ĥ|⁻¹g over the entries that are not pinned.</summary>
    private double[] FreeStep(bool[] pinned)
    {
        int n = Theta.Length;
        double[] block = [.. Hessian];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                block[(i * n) + j] = pinned[i] || pinned[j] ? (i == j ? 1 : 0) : block[(i * n) + j];
            }
        }

        var values = new double[n];
        var vectors = new double[n * n];
        SymmetricEigen.Decompose(block, values, vectors, n);
        double[] point = [.. Theta];
        for (int j = 0; j < n; j++)
        {
            double along = 0;
            for (int i = 0; i < n; i++)
            {
                along += pinned[i] ? 0 : vectors[(i * n) + j] * Gradient[i];
            }

            double curvature = Math.Max(Math.Abs(values[j]), 1e-10 * values.Max(Math.Abs));
            for (int i = 0; i < n && along != 0; i++)
            {
                point[i] -= pinned[i] ? 0 : vectors[(i * n) + j] * along / curvature;
            }
        }

        return point;
    }
}
