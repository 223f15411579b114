using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Benchmarks.Coverage;

/// <summary>A design whose responses are simulated repeatedly, and the p values of tests in it.</summary>
/// <param name="formula">The formula, the same in R.</param>
/// <param name="rows">The columns, without a response.</param>
internal sealed class SizeRows(string formula, SimulatedRows rows)
{
    /// <summary>The formula, the same in R.</summary>
    public string Formula => formula;

    /// <summary>The columns, without a response.</summary>
    public SimulatedRows Rows => rows;

    /// <summary>The p values of coefficients: one list a coefficient, of all responses; and a last list of the restricted criteria.</summary>
    public double[][] PValues(double[][] responses, string[] coefficients, Func<MixedModelFit, FixedEffectsTests> method)
    {
        MixedModelFit first = MixedModel.Fit(GlmmDsl.Formula.Parse(formula), new Table([new NumericColumn("y", responses[0]), .. rows.ToTable().Columns]));
        double[][] result = [.. coefficients.Select(_ => new double[responses.Length]), new double[responses.Length]];
        for (int r = 0; r < responses.Length; r++)
        {
            MixedModelFit fit = r == 0 ? first : first.Refit(responses[r]);
            FixedEffectsTests tests = method(fit);
            result[^1][r] = -2 * fit.LogLikelihood.Value;
            for (int t = 0; t < coefficients.Length; t++)
            {
                result[t][r] = tests.Coefficients[coefficients[t]].PValue;
            }
        }

        return result;
    }
}
