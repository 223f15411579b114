using GlmmDsl.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Tests.Declarations;

/// <summary>Reading types nested in generic types, and half-typed attributes on them, comes to an end.</summary>
public class GenericNestingTests
{
    [Theory]
    [InlineData("partial class Outer<T> { [LinearMixedModel<T>(\"y ~ x\")] sealed partial class Model; }")]
    [InlineData("partial class Outer<T> { public record Row(double Y, double X); [LinearMixedModel<Row>(\"Y ~ X\")] sealed partial class Model; }")]
    [InlineData("partial class Outer<T> { public record Row(double Y, T X); } [LinearMixedModel<Outer<int>.Row>(\"Y ~ X\")] sealed partial class Model;")]
    [InlineData("partial class Outer<T> where T : Outer<T> { public record Row(double Y, Outer<T> X); [LinearMixedModel<Outer<T>.Row>(\"Y ~ X\")] sealed partial class Model; }")]
    [InlineData("public record Row(double Y, double X); [LinearMixedModel<Row, Row>(\"Y ~ X\")] sealed partial class Model;")]
    [InlineData("public record Row(double Y, double X); [LinearMixedModel<- Row>(\"Y ~ X\")] sealed partial class Model;")]
    [InlineData("public record Row(double Y, double X); [LinearMixedModel<Row(\"Y ~ X\")] sealed partial class Model;")]
    [InlineData("public record Row(double Y, double X); [LinearMixedModel<>(\"Y ~ X\")] sealed partial class Model;")]
    [InlineData("public record Row(double Y, double X); [LinearMixedModel<(Row, T)>(\"Y ~ X\")] sealed partial class Model<T>;")]
    [InlineData("public record Row(double Y, double X) : Row(Y, X); [GeneralizedLinearMixedModel<Row>(\"Y ~ X\", Family.)] sealed partial class Model;")]
    public async Task Generator_and_rules_come_to_an_end(string source)
    {
        // Without an end this fails instead of hanging: neither takes a token on the way.
        Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> work = Task.Run(() => TestCompilation.DiagnoseAsync(TestCompilation.Generate(TestCompilation.Create(source))));
        Assert.DoesNotContain(await work.WaitAsync(TimeSpan.FromMinutes(1)), diagnostic => diagnostic.Id == "AD0001");
    }
}
