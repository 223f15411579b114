using GlmmDsl.Data;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;

namespace GlmmDsl.Tests.Fitting.Generalized;

public class RepeatedFitTests
{
    /// <summary>The run time compiles a method again once it has run often; that must not show.</summary>
    [Theory]
    [InlineData(Approximation.Laplace)]
    [InlineData(Approximation.Quadrature)]
    public void Equal_fits_agree_bit_for_bit_however_often_they_are_made(Approximation approximation)
    {
        Table table = SimulatedModel.Data(Family.Binomial, Link.Logit);
        var options = new GeneralizedOptions { Approximation = approximation, Nodes = 15 };
        GeneralizedSolution first = SimulatedModel.Fit(table, Family.Binomial, "x + (x | g)", Link.Logit, options);
        for (int run = 0; run < 40; run++)
        {
            GeneralizedSolution again = SimulatedModel.Fit(table, Family.Binomial, "x + (x | g)", Link.Logit, options);
            Assert.Equal(BitConverter.DoubleToInt64Bits(first.Criterion), BitConverter.DoubleToInt64Bits(again.Criterion));
            Assert.Equal(first.Theta.Select(BitConverter.DoubleToInt64Bits), again.Theta.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(first.Beta.Select(BitConverter.DoubleToInt64Bits), again.Beta.Select(BitConverter.DoubleToInt64Bits));
        }
    }
}
