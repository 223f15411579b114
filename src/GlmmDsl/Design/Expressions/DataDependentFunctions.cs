using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Expressions;

/// <summary>Functions of a column that depend on all its rows: <c>mean sd min max center scale</c>.</summary>
internal static class DataDependentFunctions
{
    /// <summary>The value of a call; its moments come from the training rows.</summary>
    /// <param name="call">A call of one of these functions.</param>
    /// <param name="values">Its argument.</param>
    /// <param name="basis">Takes the moments or gives those of the fit.</param>
    /// <exception cref="ModelDataException">A constant cannot be scaled.</exception>
    public static NumberValue Of(CallSyntax call, double[] values, BasisRecorder basis)
    {
        string name = call.Function.Name;
        ImmutableArray<double> moments = basis.MomentsOf(call.ToString(), () => MomentsOf(name, values));
        return name switch
        {
            "center" => new NumberValue(Array.ConvertAll(values, x => x - moments[0])),
            "scale" when moments[1] == 0 =>
                throw new ModelDataException($"{call} has no meaning: all its values are equal. Leave the term out."),
            "scale" => new NumberValue(Array.ConvertAll(values, x => (x - moments[0]) / moments[1])),
            _ => new NumberValue([moments[0]]),
        };
    }

    private static ImmutableArray<double> MomentsOf(string name, double[] values)
    {
        double mean = ColumnStatistics.Mean(values);
        return name switch
        {
            "min" => [ColumnStatistics.Minimum(values)],
            "max" => [ColumnStatistics.Maximum(values)],
            "sd" => [ColumnStatistics.StandardDeviation(values, mean)],
            "scale" => [mean, ColumnStatistics.StandardDeviation(values, mean)],
            _ => [mean],
        };
    }
}
