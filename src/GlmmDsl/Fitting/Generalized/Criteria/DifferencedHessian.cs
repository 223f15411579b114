using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>The Hessian of a criterion by central differences of its exact gradient, and its inverse.</summary>
internal sealed class DifferencedHessian
{
    /// <summary>The step in units of the parameter's standard error: truncation and rounding errors are then both below 1e-5.</summary>
    private const double RelativeStep = 3e-3;

    /// <summary>A second derivative below this share of the largest is none.</summary>
    private const double Flat = 1e-9;

    /// <summary>An eigenvalue below this, with every parameter in its own unit, is none: the differences have this error.</summary>
    private const double Rounding = 1e-4;

    private readonly int n;

    /// <summary>
    /// The decrement that may be left in û at a point next to the centre. If û starts on its tangent, its error is of the order of the squared step and equal on
    /// both sides, so that it cancels: one pass on each side is enough.
    /// </summary>
    private const double InnerTolerance = 1e-10;

    /// <summary>Takes differences around a point.</summary>
    /// <param name="criterion">The criterion, last evaluated at this point to a tight tolerance; its tolerance is changed.</param>
    /// <param name="inner">Its inner problem, solved at the point.</param>
    /// <param name="point">The point.</param>
    /// <param name="curvature">A rough Hessian, for the size of the steps.</param>
    /// <param name="cancellationToken">Checked before every evaluation.</param>
    public DifferencedHessian(MarginalCriterion criterion, InnerProblem inner, double[] point, double[] curvature, CancellationToken cancellationToken)
    {
        n = point.Length;
        Values = new double[n * n];
        var moved = (double[])point.Clone();
        var up = new double[n];
        var down = new double[n];
        var centre = new InnerCentre(criterion, inner);
        criterion.InnerTolerance = InnerTolerance;
        for (int j = 0; j < n; j++)
        {
            double diagonal = curvature[(j * n) + j];
            double step = RelativeStep * (diagonal > 0 ? Math.Min(1, Math.Sqrt(2 / diagonal)) : 0.1);
            cancellationToken.ThrowIfCancellationRequested();
            centre.Begin(j, step);
            moved[j] = point[j] + step;
            double plus = criterion.Evaluate(moved, up);
            cancellationToken.ThrowIfCancellationRequested();
            centre.Begin(j, -step);
            moved[j] = point[j] - step;
            double minus = criterion.Evaluate(moved, down);
            moved[j] = point[j];
            IsFinite &= double.IsFinite(plus) && double.IsFinite(minus);
            for (int i = 0; i < n; i++)
            {
                Values[(i * n) + j] = (up[i] - down[i]) / (2 * step);
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double mean = 0.5 * (Values[(i * n) + j] + Values[(j * n) + i]);
                Values[(i * n) + j] = mean;
                Values[(j * n) + i] = mean;
            }
        }
    }

    /// <summary>The Hessian, row-major.</summary>
    public double[] Values { get; }

    /// <summary>Whether the criterion existed at all points.</summary>
    public bool IsFinite { get; } = true;

    /// <summary>The inverse over the parameters that are not fixed, zero elsewhere; null if that part is not positive definite.</summary>
    /// <param name="isFixed">Parameters that are at a boundary at the optimum and have no curvature.</param>
    public double[]? Invert(bool[] isFixed)
    {
        int[] free = [.. Enumerable.Range(0, n).Where(i => !isFixed[i])];
        int count = free.Length;
        var part = new double[count * count];

        // Scaled to a unit diagonal, because the units of parameters differ by orders of magnitude.
        double[] scale = [.. free.Select(i => 1 / Math.Sqrt(Values[(i * n) + i]))];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                part[(i * count) + j] = Values[(free[i] * n) + free[j]] * scale[i] * scale[j];
            }
        }

        if (!IsFinite || scale.Any(s => !double.IsFinite(s)) || !DenseCholesky.Factor(part, count, count))
        {
            return null;
        }

        DenseCholesky.Invert(part, new double[part.Length], count, count);
        var result = new double[n * n];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                result[(free[i] * n) + free[j]] = part[(i * count) + j] * scale[i] * scale[j];
            }
        }

        return result;
    }

    /// <summary>
    /// The inverse over the directions with curvature, zero in the others: where a covariance structure is at the end of its range, parameters lose their meaning, and where the data cannot tell two
    /// parameters apart, the criterion is flat along a combination of them. Null if it curves downwards anywhere.
    /// </summary>
    /// <param name="isFixed">Parameters that are held.</param>
    /// <param name="isFlat">Whether it is flat along a combination of parameters that each have curvature.</param>
    public double[]? InvertWhereCurved(bool[] isFixed, out bool isFlat)
    {
        isFlat = false;
        double largest = Enumerable.Range(0, n).Max(i => Math.Abs(Values[(i * n) + i]));
        int[] free = [.. Enumerable.Range(0, n).Where(i => !isFixed[i] && Math.Abs(Values[(i * n) + i]) > Flat * largest)];
        if (!IsFinite || free.Any(i => !(Values[(i * n) + i] > 0)))
        {
            return null;
        }

        int count = free.Length;
        double[] scale = [.. free.Select(i => 1 / Math.Sqrt(Values[(i * n) + i]))], part = new double[count * count], values = new double[count], vectors = new double[count * count];
        for (int i = 0; i < part.Length; i++)
        {
            part[i] = Values[(free[i / count] * n) + free[i % count]] * scale[i / count] * scale[i % count];
        }

        SymmetricEigen.Decompose(part, values, vectors, count);
        if (values.Any(v => v < -Rounding))
        {
            return null;
        }

        isFlat = values.Any(v => v <= Rounding);
        var result = new double[n * n];
        for (int e = 0; e < count; e++)
        {
            for (int i = 0; i < count && values[e] > Rounding; i++)
            {
                for (int j = 0; j < count; j++)
                {
                    result[(free[i] * n) + free[j]] += vectors[(i * count) + e] * scale[i] * vectors[(j * count) + e] * scale[j] / values[e];
                }
            }
        }

        return result;
    }

    /// <summary>û, β̂ if it is profiled, and their derivatives with respect to every parameter.</summary>
    private sealed class InnerCentre
    {
        private readonly InnerProblem inner;
        private readonly EffectsVector centre;
        private readonly double[] beta;
        private readonly EffectsVector[] slopes;
        private readonly double[][] betaSlopes;
        private readonly EffectsVector effects;
        private readonly double[] coefficients;

        public InnerCentre(MarginalCriterion criterion, InnerProblem inner)
        {
            int n = criterion.Count;
            this.inner = inner;
            centre = inner.Rows.NewEffects();
            centre.CopyFrom(inner.U);
            effects = inner.Rows.NewEffects();
            beta = [.. inner.Beta];
            coefficients = new double[beta.Length];
            var direction = new double[criterion.Parameters.FixedCount];
            var entryDirection = new double[inner.Rows.Layout.Entries.Length];
            slopes = new EffectsVector[n];
            betaSlopes = new double[n][];
            for (int j = 0; j < n; j++)
            {
                slopes[j] = inner.Rows.NewEffects();
                betaSlopes[j] = new double[beta.Length];
                if (inner.IsSolved)
                {
                    criterion.Along(j, direction, entryDirection);
                    inner.Tangent.Along(direction, entryDirection, slopes[j], betaSlopes[j]);
                }
            }
        }

        /// <summary>Starts the inner problem one step of one parameter away from the centre.</summary>
        public void Begin(int parameter, double step)
        {
            effects.CopyFrom(centre);
            effects.AddScaled(step, slopes[parameter]);
            beta.CopyTo(coefficients, 0);
            VectorKernels.AddScaled(step, betaSlopes[parameter], coefficients);
            inner.BeginAt(effects, coefficients);
        }
    }
}
