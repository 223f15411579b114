using System.Collections.Immutable;
using GlmmDsl.Families.Jets;

namespace GlmmDsl.Families.Densities;

/// <summary>The kernel of a density that is written for numbers with derivatives.</summary>
/// <param name="link">The function that takes a mean to its linear predictor.</param>
/// <param name="hasTrials">Whether m is the number of trials, which the density takes; else it multiplies log f.</param>
/// <param name="hasSingleMode">Whether log f is concave in the conditional predictor.</param>
/// <param name="startingMean">A mean inside the range near a response.</param>
internal sealed class DensityKernel<TDensity>(Func<double, double> link, bool hasTrials, bool hasSingleMode, Func<double, double, double> startingMean) : PredictorsKernel
    where TDensity : struct, IRowDensity
{
    /// <inheritdoc/>
    public override ImmutableArray<Predictor> Predictors { get; } = [.. TDensity.Predictors];

    /// <inheritdoc/>
    public override bool HasTrials => hasTrials;

    /// <inheritdoc/>
    public override bool HasSingleMode => hasSingleMode;

    /// <inheritdoc/>
    public override double Evaluate(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives) =>
        (Count, derivatives.Active[0], derivatives.Active.AsSpan(1).Contains(true)) switch
        {
            (1, _, _) => Evaluate<Jet1>(start, count, eta, y, m, derivatives),
            (2, false, false) => Evaluate<GradientJet2>(start, count, eta, y, m, derivatives),
            (2, _, false) => EvaluateConditional<ActiveJet2>(start, count, eta, y, m, derivatives),
            (2, _, _) => Evaluate<Jet2>(start, count, eta, y, m, derivatives),
            (_, false, false) => Evaluate<GradientJet3>(start, count, eta, y, m, derivatives),
            (_, _, false) => EvaluateConditional<ActiveJet3>(start, count, eta, y, m, derivatives),
            _ => Evaluate<Jet3>(start, count, eta, y, m, derivatives),
        };

    /// <inheritdoc/>
    public override double EvaluateActive(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives)
    {
        if (derivatives.Active.AsSpan(1).Contains(true))
        {
            return Count == 2 ? Evaluate<HessianJet2>(start, count, eta, y, m, derivatives, withThird: false) : Evaluate<HessianJet3>(start, count, eta, y, m, derivatives, withThird: false);
        }

        double[] score = derivatives.Score[0], information = derivatives.Information(0, 0)!;
        Span<Jet1> predictors = stackalloc Jet1[Count];
        double sum = 0;
        for (int row = start; row < start + count; row++)
        {
            predictors[0] = Jet1.Variable(eta[0][row], 0);
            for (int k = 1; k < predictors.Length; k++)
            {
                predictors[k] = eta[k][row];
            }

            double weight = hasTrials ? 1 : m[row];
            Jet1 log = TDensity.LogDensity<Jet1>(predictors, y[row], m[row]);
            score[row] = weight * log.D0;
            information[row] = -weight * log.D00;
            sum += derivatives.Log[row] = Weighted(weight, log.Value);
        }

        return Valid(sum);
    }

    /// <inheritdoc/>
    public override bool HasExpectedInformation => TDensity.HasExpectedInformation;

    /// <inheritdoc/>
    public override void Expected(int start, int count, double[][] eta, double[] m, double[] information, double[][]? slopes)
    {
        if (!HasExpectedInformation)
        {
            base.Expected(start, count, eta, m, information, slopes);
        }

        Span<Jet2> predictors = stackalloc Jet2[Count];
        for (int row = start; row < start + count; row++)
        {
            for (int k = 0; k < predictors.Length; k++)
            {
                predictors[k] = Jet2.Variable(eta[k][row], k);
            }

            double weight = hasTrials ? 1 : m[row];
            Jet2 value = TDensity.ExpectedInformation<Jet2>(predictors, m[row]);
            information[row] = weight * value.Value;
            for (int k = 0; k < predictors.Length && slopes is not null; k++)
            {
                slopes[k][row] = weight * value.First(k);
            }
        }
    }

    /// <inheritdoc/>
    public override double LogDensity(ReadOnlySpan<double> eta, double y, double m)
    {
        Span<Real> predictors = stackalloc Real[Count];
        for (int k = 0; k < predictors.Length; k++)
        {
            predictors[k] = eta[k];
        }

        return Valid(Weighted(hasTrials ? 1 : m, TDensity.LogDensity<Real>(predictors, y, m).Value));
    }

    /// <inheritdoc/>
    public override double StartingEta(int predictor, double y, double m) => predictor == 0 ? link(startingMean(y, m)) : 0;

    /// <summary>A row without weight takes no part, even where its density is 0.</summary>
    private static double Weighted(double weight, double log) => weight == 0 ? 0 : weight * log;

    private static double Valid(double sum) => sum < double.PositiveInfinity ? sum : double.NegativeInfinity;

    private double Evaluate<T>(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives, bool withThird = true)
        where T : unmanaged, IVariableJet<T>
    {
        Span<T> predictors = stackalloc T[T.Count];
        double sum = 0;
        for (int row = start; row < start + count; row++)
        {
            for (int k = 0; k < T.Count; k++)
            {
                predictors[k] = T.Variable(eta[k][row], k);
            }

            T log = TDensity.LogDensity<T>(predictors, y[row], m[row]);
            double weight = hasTrials ? 1 : m[row];
            Store(log, row, weight, derivatives, withThird);
            sum += derivatives.Log[row] = Weighted(weight, log.Value);
        }

        return Valid(sum);
    }

    /// <summary>The same where only the conditional predictor is active, by far the most common case.</summary>
    private double EvaluateConditional<T>(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives)
        where T : unmanaged, IVariableJet<T>
    {
        double[][] scores = derivatives.Score, information = derivatives.ConditionalInformation, third = derivatives.ConditionalThird;
        Span<T> predictors = stackalloc T[T.Count];
        double sum = 0;
        for (int row = start; row < start + count; row++)
        {
            for (int k = 0; k < T.Count; k++)
            {
                predictors[k] = T.Variable(eta[k][row], k);
            }

            T log = TDensity.LogDensity<T>(predictors, y[row], m[row]);
            double weight = hasTrials ? 1 : m[row];
            for (int k = 0; k < T.Count; k++)
            {
                scores[k][row] = weight * log.First(k);
                information[k][row] = -weight * log.Second(0, k);
                third[k][row] = weight * log.Third(0, 0, k);
            }

            sum += derivatives.Log[row] = Weighted(weight, log.Value);
        }

        return Valid(sum);
    }

    private static void Store<T>(in T log, int row, double weight, RowDerivatives derivatives, bool withThird)
        where T : struct, IVariableJet<T>
    {
        for (int k = 0; k < T.Count; k++)
        {
            derivatives.Score[k][row] = weight * log.First(k);
            for (int l = k; l < T.Count; l++)
            {
                if (derivatives.Information(k, l) is not { } information)
                {
                    continue;
                }

                information[row] = -weight * log.Second(k, l);
                for (int third = l; withThird && third < T.Count; third++)
                {
                    if (derivatives.Third(k, l, third) is { } values)
                    {
                        values[row] = weight * log.Third(k, l, third);
                    }
                }
            }
        }
    }
}
