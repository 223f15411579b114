using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Generalized.Factor;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>Converts what the engine knows at the optimum to the user's columns, units and row order.</summary>
internal sealed class GeneralizedSolutionBuilder
{
    private readonly GeneralizedRows rows;
    private readonly InnerProblem inner;
    private readonly double[][] etas;

    /// <summary>Reads the inner problem at its solution.</summary>
    /// <param name="terms">The random-effects terms of all linear predictors.</param>
    /// <param name="inner">The inner problem at (β̂, θ̂).</param>
    /// <param name="inverse">The selected inverse at that point; null without random terms.</param>
    public GeneralizedSolutionBuilder(ImmutableArray<RandomEffectsTerm> terms, InnerProblem inner, PenalizedInverse? inverse)
    {
        this.inner = inner;
        rows = inner.Rows;
        etas = [.. inner.Pass.Etas.Select(e => (double[])e.Clone())];
        Modes = [.. terms.Select(t => new double[t.Group.Levels.Length, t.Width])];
        ModeCovariances = [.. terms.Select(t => new double[t.Group.Levels.Length, t.Width * t.Width])];
        LinearPredictor = new double[rows.Count];
        Fitted = new double[rows.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            LinearPredictor[rows.Order[i]] = inner.Pass.Eta[i];
            Fitted[rows.Order[i]] = inner.Likelihood.Mean(i, inner.Pass.Etas);
        }

        SetModes();
        if (inverse is not null)
        {
            SetModeCovariances(inverse);
        }
    }

    /// <summary>The conditional modes: for each term, levels × k.</summary>
    public double[][,] Modes { get; }

    /// <summary>Their covariances: for each term, levels × k·k.</summary>
    public double[][,] ModeCovariances { get; }

    /// <summary>η̂ in the design's order.</summary>
    public double[] LinearPredictor { get; }

    /// <summary>μ̂ in the design's order.</summary>
    public double[] Fitted { get; }

    /// <summary>The other linear predictors, in the user's units; not the thresholds of an ordinal response (<see cref="ThresholdSolution"/>).</summary>
    /// <param name="problem">The model.</param>
    /// <param name="beta">The coefficients of all predictors, user units.</param>
    /// <param name="covariance">The covariance of all internal coefficients.</param>
    /// <param name="atBoundary">For each internal coefficient, whether it has run to a boundary.</param>
    public ImmutableArray<PredictorSolution> Others(GeneralizedProblem problem, double[] beta, double[] covariance, bool[] atBoundary)
    {
        var result = ImmutableArray.CreateBuilder<PredictorSolution>();
        for (int k = 1; k < problem.Predictors.Length && problem.Rows.Thresholds is null; k++)
        {
            PredictorColumns predictor = problem.Predictors[k];
            var eta = new double[rows.Count];
            for (int i = 0; i < eta.Length; i++)
            {
                eta[rows.Order[i]] = etas[k][i];
            }

            result.Add(new PredictorSolution
            {
                Predictor = predictor.Predictor,
                Matrices = predictor.Matrices,
                FirstTerm = problem.Predictors.Take(k).Sum(p => p.Matrices.Random.Length),
                Kept = predictor.Rank.Kept,
                Aliased = predictor.Rank.Aliased,
                Beta = beta[problem.Coefficients.Of(k)],
                Covariance = problem.Coefficients.Covariance(covariance, k),
                LinearPredictor = eta,
                IsAtBoundary = atBoundary.AsSpan(problem.Coefficients.Of(k)).Contains(true),
            });
        }

        return result.ToImmutable();
    }

    private void SetModes()
    {
        EffectsVector effects = rows.NewEffects();
        inner.Templates.Multiply(inner.U, effects);
        for (int f = 0; f < rows.Groups.Length; f++)
        {
            int k = rows.Groups[f].Width;
            ReadOnlySpan<double> b = effects.Of(rows.Groups, f);
            foreach (TermLayout term in rows.Layout.Factors[f].Terms)
            {
                var user = new double[term.Width];
                for (int level = 0; level < rows.Groups[f].Levels; level++)
                {
                    term.Basis.ModesToUser(b.Slice((level * k) + term.Offset, term.Width), user);
                    for (int c = 0; c < term.Width; c++)
                    {
                        Modes[term.Term][level, c] = user[c];
                    }
                }
            }
        }
    }

    private void SetModeCovariances(PenalizedInverse inverse)
    {
        for (int f = 0; f < rows.Groups.Length; f++)
        {
            GroupRows group = rows.Groups[f];
            int k = group.Width;
            foreach (TermLayout term in rows.Layout.Factors[f].Terms)
            {
                var own = new double[term.Width * term.Width];
                var user = new double[own.Length];
                for (int level = 0; level < group.Levels; level++)
                {
                    int stride = f == 0 ? k : rows.Trailing.Stride(f);
                    int corner = f == 0 ? level * k * k : rows.Trailing.Diagonal(f, level);
                    ReadOnlySpan<double> source = f == 0 ? inverse.Leading : inverse.Trailing;
                    for (int r = 0; r < term.Width; r++)
                    {
                        source.Slice(corner + ((term.Offset + r) * stride) + term.Offset, term.Width).CopyTo(own.AsSpan(r * term.Width));
                    }

                    term.Basis.CovarianceToUser(own, user);
                    for (int i = 0; i < user.Length; i++)
                    {
                        ModeCovariances[term.Term][level, i] = user[i];
                    }
                }
            }
        }
    }
}
