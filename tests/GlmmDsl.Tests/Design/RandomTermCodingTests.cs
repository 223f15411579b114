using GlmmDsl.Data;

namespace GlmmDsl.Tests.Design;

/// <summary>A declared coding concerns the fixed part: lme4 gives <c>contrasts</c> to the fixed design alone.</summary>
public sealed class RandomTermCodingTests
{
    [Theory]
    [InlineData(Coding.Sum)]
    [InlineData(Coding.Helmert)]
    public void Random_slopes_of_a_factor_keep_treatment_contrasts(Coding coding)
    {
        Table machines = Fits.Data("Machines").WithFactor("Worker");
        MixedModelFit plain = MixedModel.Fit("score ~ Machine + (Machine | Worker)", machines);
        MixedModelFit coded = MixedModel.Fit("score ~ Machine + (Machine | Worker)", machines.WithCoding("Machine", coding));

        Assert.Equal(plain.ThetaNames.AsEnumerable(), coded.ThetaNames);
        Assert.Equal(["(Intercept)", "Machine1", "Machine2"], coded.Coefficients.Select(c => c.Name));
        for (int i = 0; i < plain.Theta.Length; i++)
        {
            Assert.Equal(plain.Theta[i], coded.Theta[i], 3);
        }
    }
}
