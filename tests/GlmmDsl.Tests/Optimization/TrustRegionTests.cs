using GlmmDsl.Optimization;

namespace GlmmDsl.Tests.Optimization;

public class TrustRegionTests
{
    [Fact]
    public void Rosenbrocks_valley_is_followed_to_its_end()
    {
        var region = new TrustRegion(new Rosenbrock());
        Assert.True(region.Minimise([-1.2, 1], 1, 1e-14, 300, CancellationToken.None));
        Assert.Equal(1, region.Point[0], 1e-5);
        Assert.Equal(1, region.Point[1], 1e-5);
    }

    [Fact]
    public void A_saddle_is_left()
    {
        var region = new TrustRegion(new Saddle());
        Assert.True(region.Minimise([1, 1e-6], 1, 1e-12, 300, CancellationToken.None));
        Assert.Equal(0, region.Point[0], 1e-4);
        Assert.Equal(1, Math.Abs(region.Point[1]), 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1000)]
    public void The_exact_Hessian_is_asked_for_only_where_derivatives_were_computed_last(double start)
    {
        var criterion = new RoughValley();
        var region = new TrustRegion(criterion);
        region.Minimise([-1.2 * start, start], 1, 1e-14, 300, CancellationToken.None);
        Assert.True(criterion.WasMadeExact);
        Assert.Equal(1, region.Point[0], 1e-4);
    }

    [Fact]
    public void A_cancelled_search_stops()
    {
        var region = new TrustRegion(new Saddle());
        Assert.Throws<OperationCanceledException>(() => region.Minimise([1, 1], 1, 1e-9, 300, new CancellationToken(true)));
    }

    private sealed class Rosenbrock : ISmoothCriterion
    {
        private double x;
        private double y;

        public int Count => 2;

        public double Evaluate(ReadOnlySpan<double> point)
        {
            (x, y) = (point[0], point[1]);
            return (100 * (y - (x * x)) * (y - (x * x))) + ((1 - x) * (1 - x));
        }

        public void Differentiate(Span<double> gradient, Span<double> hessian)
        {
            gradient[0] = (-400 * x * (y - (x * x))) - (2 * (1 - x));
            gradient[1] = 200 * (y - (x * x));
            hessian[0] = (1200 * x * x) - (400 * y) + 2;
            hessian[1] = hessian[2] = -400 * x;
            hessian[3] = 200;
        }

        public void MakeExact(Span<double> hessian)
        {
        }

        public void Adjust(Span<double> point)
        {
        }
    }

    /// <summary>x² + (y² − 1)²: a saddle at the origin, minima at y = ±1.</summary>
    private sealed class Saddle : ISmoothCriterion
    {
        private double x;
        private double y;

        public int Count => 2;

        public double Evaluate(ReadOnlySpan<double> point)
        {
            (x, y) = (point[0], point[1]);
            return (x * x) + (((y * y) - 1) * ((y * y) - 1));
        }

        public void Differentiate(Span<double> gradient, Span<double> hessian)
        {
            gradient[0] = 2 * x;
            gradient[1] = 4 * y * ((y * y) - 1);
            hessian[0] = 2;
            hessian[1] = hessian[2] = 0;
            hessian[3] = (12 * y * y) - 4;
        }

        public void MakeExact(Span<double> hessian)
        {
        }

        public void Adjust(Span<double> point)
        {
        }
    }

    /// <summary>Rosenbrock's valley with an approximate Hessian of little use, which refuses to make a Hessian exact anywhere but at the point differentiated last.</summary>
    private sealed class RoughValley : ISmoothCriterion
    {
        private readonly Rosenbrock valley = new();
        private readonly double[] exact = new double[4];
        private bool isDifferentiated;

        public int Count => 2;

        public bool WasMadeExact { get; private set; }

        public double Evaluate(ReadOnlySpan<double> point)
        {
            isDifferentiated = false;
            return valley.Evaluate(point);
        }

        public void Differentiate(Span<double> gradient, Span<double> hessian)
        {
            isDifferentiated = true;
            valley.Differentiate(gradient, exact);
            ReadOnlySpan<double> rough = [50, 0, 0, 50];
            rough.CopyTo(hessian);
        }

        public void MakeExact(Span<double> hessian)
        {
            Assert.True(isDifferentiated, "A trial point was evaluated since.");
            WasMadeExact = true;
            exact.CopyTo(hessian);
        }

        public void Adjust(Span<double> point)
        {
        }
    }
}
