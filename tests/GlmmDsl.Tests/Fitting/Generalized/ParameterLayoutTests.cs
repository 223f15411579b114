using GlmmDsl.Fitting.Generalized.Criteria;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>The order of β, θ and shape parameters in a point.</summary>
public class ParameterLayoutTests
{
    [Fact]
    public void A_point_is_taken_apart_as_it_was_put_together()
    {
        var layout = new ParameterLayout(2, 3, 1);
        double[] point = [.. layout.Point([1, 2], [3, 4, 5]), 6];
        Assert.Equal(layout.Count, point.Length);
        Assert.Equal([1, 2], point[layout.Beta]);
        Assert.Equal([3, 4, 5], point[layout.Theta]);
        Assert.Equal([6], point[layout.Shape]);
        Assert.Equal(4, point[layout.ThetaAt(1)]);
    }

    [Fact]
    public void A_profiled_point_has_no_coefficients()
    {
        var layout = new ParameterLayout(0, 2);
        Assert.Equal([3, 4], layout.Point([1, 2], [3, 4]));
        Assert.Equal(0, layout.ThetaAt(0));
    }
}
