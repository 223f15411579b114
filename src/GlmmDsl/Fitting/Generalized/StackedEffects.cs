using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.Fitting.Generalized.Search;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>
/// The joint covariance of the coefficients of all linear predictors and the random effects of all of them, as TMB's <c>sdreport</c> has it (Kass and Steffey 1989, JASA 84): a combination
/// c = xᵀβ + zᵀb has the variance zᵀΛM⁻¹Λᵀz + aᵀVa, M the observed information of û in all predictors, V the covariance of φ̂ = (β̂, θ̂), and a = (x, 0) + (∂b̂/∂φ)ᵀz, so that the errors of
/// θ̂ are counted. A singular Λ needs no special care. Safe to use from several threads.
/// </summary>
internal sealed class StackedEffects : EffectsCovariance
{
    /// <summary>Relative step of the differences of λ in θ, which are linear in most structures.</summary>
    private const double Step = 1e-5;

    private readonly GeneralizedRows rows;
    private readonly InnerProblem inner;
    private readonly double[] covariance;
    private readonly int coefficients;
    private readonly (int Factor, TermLayout Term)[] terms;

    // ∂b̂/∂φ, for each parameter.
    private readonly EffectsVector[] slopes;
    private readonly double[] dense;
    private readonly Lock solving = new();

    private StackedEffects(GeneralizedProblem problem, InnerProblem inner, double[,] covariance, int coefficients, EffectsVector[] slopes)
    {
        rows = problem.Rows;
        this.inner = inner;
        this.covariance = [.. covariance.Cast<double>()];
        this.coefficients = coefficients;
        this.slopes = slopes;
        dense = new double[inner.StepFactor.Stride];
        terms = new (int, TermLayout)[problem.Terms.Length];
        for (int f = 0; f < problem.Layout.Factors.Length; f++)
        {
            foreach (TermLayout term in problem.Layout.Factors[f].Terms)
            {
                terms[term.Term] = (f, term);
            }
        }
    }

    /// <inheritdoc/>
    public override double Dispersion => 1;

    /// <inheritdoc/>
    public override bool CountsParameters => true;

    /// <summary>That at the estimates of a problem, user units.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="stacked">The coefficients of all linear predictors.</param>
    /// <param name="theta">θ̂.</param>
    /// <param name="covariance">The covariance of both; null where it is not known, and no error then is.</param>
    /// <param name="modes">The conditional modes, internal; null where they do not matter.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">The conditional modes are not found again at the estimates.</exception>
    public static StackedEffects Of(GeneralizedProblem problem, double[] stacked, double[] theta, double[,]? covariance, EffectsVector? modes, CancellationToken cancellationToken)
    {
        double[] beta = problem.Coefficients.ToInternal(stacked), entries = problem.Layout.ToEntries(problem.Layout.ToInternal(theta));
        InnerProblem inner = problem.NewInner(cancellationToken);
        LowestMode.Begin(inner, beta, entries, modes);
        if (!inner.SolveAt(beta, entries, GeneralizedProblem.TightTolerance))
        {
            throw new InvalidOperationException("The information of the random effects at the estimates is not positive definite, so the errors of coefficients and random effects have no covariance.");
        }

        inner.StepFactor.DropBorder();
        int n = stacked.Length + theta.Length;
        var slopes = new EffectsVector[n];
        for (int j = 0; j < n; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            slopes[j] = Slope(j, problem, inner, stacked.Length, theta, entries.Length);
        }

        return new StackedEffects(problem, inner, covariance ?? Unknown(n), stacked.Length, slopes);
    }

    /// <summary>The same without rows; null where the random effects have several grouping factors.</summary>
    /// <param name="known">The covariance of the parameters.</param>
    public LevelEffects? ByLevel(double[,] known)
    {
        if (rows.Groups.Length != 1)
        {
            return null;
        }

        int levels = rows.Groups[0].Levels, inside = rows.Groups[0].Width;
        int[] widths = [.. terms.Select(t => t.Term.Width)];
        int width = widths.Sum();
        double[] Users(EffectsVector effects)
        {
            var user = new double[levels * width];
            for (int t = 0, first = 0; t < terms.Length; first += widths[t], t++)
            {
                for (int level = 0; level < levels; level++)
                {
                    terms[t].Term.Basis.ModesToUser(effects.Leading.AsSpan((level * inside) + terms[t].Term.Offset, widths[t]), user.AsSpan((level * width) + first, widths[t]));
                }
            }

            return user;
        }

        // A column of every level at once: the levels do not know of each other.
        var blocks = new double[levels * width * width];
        EffectsVector side = rows.NewEffects(), spherical = rows.NewEffects();
        for (int t = 0, place = 0; t < terms.Length; t++)
        {
            for (int column = 0; column < widths[t]; column++, place++)
            {
                side.Clear();
                for (int level = 0; level < levels; level++)
                {
                    terms[t].Term.Basis.AddEffectToInternal(column, 1, side.Leading.AsSpan((level * inside) + terms[t].Term.Offset, widths[t]));
                }

                inner.Templates.MultiplyTransposed(side, spherical);
                lock (solving)
                {
                    inner.StepFactor.Solve(spherical, [], dense);
                }

                inner.Templates.Multiply(spherical, side);
                double[] user = Users(side);
                for (int level = 0; level < levels; level++)
                {
                    for (int r = 0; r < width; r++)
                    {
                        blocks[(((level * width) + r) * width) + place] = user[(level * width) + r];
                    }
                }
            }
        }

        return new LevelEffects(widths, blocks, [.. slopes.Select(Users)], known);
    }

    /// <inheritdoc/>
    public override PreparedContrast Prepare(EffectsContrast contrast)
    {
        EffectsVector effects = rows.NewEffects(), spherical = rows.NewEffects();
        foreach ((int term, int level, int column, double weight) in contrast.Random)
        {
            (int f, TermLayout place) = terms[term];
            place.Basis.AddEffectToInternal(column, weight, effects.Of(rows.Groups, f).Slice((level * rows.Groups[f].Width) + place.Offset, place.Width));
        }

        var gradient = new double[slopes.Length];
        contrast.Fixed.CopyTo(gradient, 0);
        if (contrast.Random.Count > 0)
        {
            for (int j = 0; j < gradient.Length; j++)
            {
                gradient[j] += effects.Dot(slopes[j]);
            }
        }

        inner.Templates.MultiplyTransposed(effects, spherical);
        return new StackedContrast { Fixed = gradient, Rest = gradient[..coefficients], Nodes = [], Spherical = [], Effects = contrast.Random.Count > 0 ? spherical : null };
    }

    /// <inheritdoc/>
    public override double Of(PreparedContrast first, PreparedContrast second, CancellationToken cancellationToken = default)
    {
        double sum = 0;
        for (int i = 0; i < slopes.Length; i++)
        {
            if (first.Fixed[i] != 0)
            {
                sum += first.Fixed[i] * VectorKernels.Dot(Row(i), second.Fixed);
            }
        }

        return ((StackedContrast)first).Effects is { } own && ((StackedContrast)second) is { Effects: not null } other ? sum + own.Dot(Solved(other)) : sum;
    }

    /// <inheritdoc/>
    public override void Of(ReadOnlySpan<PreparedContrast> contrasts, double[] covariances, CancellationToken cancellationToken = default)
    {
        int m = contrasts.Length;
        for (int b = 0; b < m; b++)
        {
            for (int a = b; a < m; a++)
            {
                covariances[(a * m) + b] = covariances[(b * m) + a] = Of(contrasts[a], contrasts[b], cancellationToken);
            }

            ((StackedContrast)contrasts[b]).Solved = null;
        }
    }

    /// <inheritdoc/>
    public override void WithCoefficients(PreparedContrast contrast, Span<double> covariances)
    {
        for (int i = 0; i < covariances.Length; i++)
        {
            covariances[i] = VectorKernels.Dot(Row(i), contrast.Fixed);
        }
    }

    private ReadOnlySpan<double> Row(int i) => covariance.AsSpan(i * slopes.Length, slopes.Length);

    private EffectsVector Solved(StackedContrast contrast)
    {
        if (contrast.Solved is { } known)
        {
            return known;
        }

        EffectsVector solved = rows.NewEffects();
        solved.CopyFrom(contrast.Effects!);
        lock (solving)
        {
            inner.StepFactor.Solve(solved, [], dense);
        }

        return contrast.Solved = solved;
    }

    /// <summary>∂b̂ along one of the user's parameters: Λdû + dΛû.</summary>
    private static EffectsVector Slope(int parameter, GeneralizedProblem problem, InnerProblem inner, int coefficients, double[] theta, int count)
    {
        double[] inBeta = new double[coefficients], inEntries = new double[count];
        if (parameter < coefficients)
        {
            inBeta[parameter] = 1;
            inBeta = problem.Coefficients.ToInternal(inBeta);
        }
        else
        {
            int j = parameter - coefficients;
            double step = Step * (1 + Math.Abs(theta[j]));
            double[] up = EntriesAt(step), down = EntriesAt(-step);
            for (int i = 0; i < inEntries.Length; i++)
            {
                inEntries[i] = (up[i] - down[i]) / (2 * step);
            }

            double[] EntriesAt(double by)
            {
                double[] moved = [.. theta];
                moved[j] += by;
                return problem.Layout.ToEntries(problem.Layout.ToInternal(moved));
            }
        }

        EffectsVector du = problem.Rows.NewEffects(), result = problem.Rows.NewEffects(), turned = problem.Rows.NewEffects();
        inner.Tangent.Along(inBeta, inEntries, du, new double[inBeta.Length]);
        inner.Templates.Multiply(du, result);
        var change = new CovarianceTemplates(problem.Rows);
        change.Set(inEntries);
        change.Multiply(inner.U, turned);
        result.AddScaled(1, turned);
        return result;
    }

    private static double[,] Unknown(int n)
    {
        var result = new double[n, n];
        System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref result[0, 0], result.Length).Fill(double.NaN);
        return result;
    }

    private sealed class StackedContrast : PreparedContrast
    {
        /// <summary>Λᵀz; null where there are no random effects.</summary>
        public EffectsVector? Effects { get; init; }

        /// <summary>M⁻¹Λᵀz, once it was needed.</summary>
        public new EffectsVector? Solved { get; set; }
    }
}
