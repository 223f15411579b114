using System.Collections.Immutable;
using GlmmDsl.Families.Jets;

namespace GlmmDsl.Families.Custom;

/// <summary>
/// The kernel of a user's density. With up to three linear predictors one pass has all derivatives; with more, a pass for every three of them has, since no derivative of the third order
/// involves more than three.
/// </summary>
internal sealed class CustomKernel : PredictorsKernel
{
    private readonly ResponseFamily family;
    private readonly double[] starts;
    private readonly RowDensity<Real> value;
    private readonly RowDensity<Jet1> one;
    private readonly RowDensity<Jet2> two;
    private readonly RowDensity<Jet3> three;
    private readonly int[][] passes;

    /// <summary>Takes the family.</summary>
    public CustomKernel(CustomFamily custom)
    {
        family = custom.Definition;
        Predictors = custom.Kinds;
        HasTrials = custom.HasTrials;
        starts = [0, .. family.Parameters.Select(p => LinkFunction.Of(p.Link).Link(p.Start))];

        // Delegates spare the look-up of the generic method in every row.
        value = family.LogDensityOf<Real>;
        one = family.LogDensityOf<Jet1>;
        two = family.LogDensityOf<Jet2>;
        three = family.LogDensityOf<Jet3>;
        passes = Count <= 3
            ? [[.. Enumerable.Range(0, Count)]]
            : [.. from k in Enumerable.Range(0, Count) from l in Enumerable.Range(k + 1, Count - k - 1) from m in Enumerable.Range(l + 1, Count - l - 1) select (int[])[k, l, m]];
    }

    private delegate T RowDensity<T>(ReadOnlySpan<T> eta, double y, double m);

    /// <inheritdoc/>
    public override ImmutableArray<Predictor> Predictors { get; }

    /// <inheritdoc/>
    public override bool HasTrials { get; }

    /// <inheritdoc/>
    public override bool HasSingleMode => family.HasSingleMode;

    /// <inheritdoc/>
    public override double Evaluate(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives)
    {
        double sum = 0;
        foreach (int[] variables in passes)
        {
            sum = variables.Length switch
            {
                1 => Pass(one, variables, start, count, eta, y, m, derivatives),
                2 => Pass(two, variables, start, count, eta, y, m, derivatives),
                _ => Pass(three, variables, start, count, eta, y, m, derivatives),
            };
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double EvaluateActive(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives) =>
        derivatives.Active.AsSpan(1).Contains(true)
            ? Evaluate(start, count, eta, y, m, derivatives)
            : Pass(one, [0], start, count, eta, y, m, derivatives);

    /// <inheritdoc/>
    public override double LogDensity(ReadOnlySpan<double> eta, double y, double m)
    {
        Span<Real> predictors = stackalloc Real[Count];
        for (int k = 0; k < predictors.Length; k++)
        {
            predictors[k] = eta[k];
        }

        return Valid(Weighted(Weight(m), value(predictors, y, Trials(m)).Value));
    }

    /// <inheritdoc/>
    public override double StartingEta(int predictor, double y, double m) =>
        predictor == 0 ? family.LinkFunction.Link(family.StartingMeanOf(y, Trials(m))) : starts[predictor];

    /// <summary>A row without weight takes no part, even where its density is 0.</summary>
    private static double Weighted(double weight, double log) => weight == 0 ? 0 : weight * log;

    private static double Valid(double sum) => sum < double.PositiveInfinity ? sum : double.NegativeInfinity;

    private double Weight(double m) => HasTrials ? 1 : m;

    private double Trials(double m) => HasTrials ? m : 1;

    /// <summary>The derivatives in some of the predictors, the others held.</summary>
    private double Pass<T>(RowDensity<T> density, int[] variables, int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives)
        where T : unmanaged, IVariableJet<T>
    {
        Span<T> predictors = stackalloc T[Count];
        double sum = 0;
        for (int row = start; row < start + count; row++)
        {
            for (int k = 0; k < predictors.Length; k++)
            {
                predictors[k] = T.Compose(default, eta[k][row], 0, 0, 0);
            }

            for (int v = 0; v < variables.Length; v++)
            {
                predictors[variables[v]] = T.Variable(eta[variables[v]][row], v);
            }

            double weight = Weight(m[row]);
            T log = density(predictors, y[row], Trials(m[row]));
            Store(log, variables, row, weight, derivatives);
            sum += derivatives.Log[row] = Weighted(weight, log.Value);
        }

        return Valid(sum);
    }

    private static void Store<T>(in T log, int[] variables, int row, double weight, RowDerivatives derivatives)
        where T : struct, IVariableJet<T>
    {
        for (int i = 0; i < variables.Length; i++)
        {
            derivatives.Score[variables[i]][row] = weight * log.First(i);
            for (int j = i; j < variables.Length; j++)
            {
                if (derivatives.Information(variables[i], variables[j]) is { } information)
                {
                    information[row] = -weight * log.Second(i, j);
                }

                for (int k = j; k < variables.Length; k++)
                {
                    if (derivatives.Third(variables[i], variables[j], variables[k]) is { } values)
                    {
                        values[row] = weight * log.Third(i, j, k);
                    }
                }
            }
        }
    }
}
