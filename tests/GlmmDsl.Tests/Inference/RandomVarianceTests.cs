using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Inference;
using GlmmDsl.Tests.Fitting;

namespace GlmmDsl.Tests.Inference;

/// <summary>The variance of the random part of a row, and its derivatives with respect to θ.</summary>
public class RandomVarianceTests
{
    [Fact]
    public void Its_slopes_are_those_of_differences_whatever_the_covariance_structure()
    {
        ModelMatrices m = RandomDesign.Make("wide", 4);
        RandomEffectsTerm[] terms = [m.Random[0], m.Random[1] with { Structure = GlmmDsl.Formulas.CovarianceStructure.Diagonal }];
        var random = new RandomVariance([.. terms], null!);
        double[] theta = [0.9, -0.3, 0.4, 0.7, 0.2, 0.5, 0.8, 1.1];
        var slopes = new double[theta.Length];
        foreach (int row in new[] { 0, 17 })
        {
            random.Slopes(theta, row, slopes);
            for (int j = 0; j < theta.Length; j++)
            {
                double[] up = [.. theta], down = [.. theta];
                up[j] += 1e-4;
                down[j] -= 1e-4;
                Assert.Equal((Variance(terms, up, row) - Variance(terms, down, row)) / 2e-4, slopes[j], 1e-9);
            }
        }
    }

    private static double Variance(RandomEffectsTerm[] terms, double[] theta, int row)
    {
        double sum = 0;
        int at = 0;
        foreach (RandomEffectsTerm term in terms)
        {
            CovarianceStructure structure = CovarianceStructures.Of(term);
            double[] lambda = structure.Template(theta.AsSpan(at, structure.Count));
            at += structure.Count;
            for (int c = 0; c < term.Width; c++)
            {
                double turned = Enumerable.Range(0, term.Width).Sum(r => lambda[(r * term.Width) + c] * (term.Columns[r]?[row] ?? 1));
                sum += turned * turned;
            }
        }

        return sum;
    }
}
