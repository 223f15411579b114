namespace GlmmDsl.Tests.Architecture;

/// <summary>One catch clause separates errors in a formula, the data or a fit from bugs in a program.</summary>
public sealed class ExceptionBaseTests
{
    [Fact]
    public void Every_exception_of_the_library_derives_from_MixedModelException()
    {
        Type[] exceptions = [.. new[] { typeof(MixedModelFit).Assembly, typeof(Formula).Assembly }
            .SelectMany(a => a.GetExportedTypes()).Where(t => t.IsSubclassOf(typeof(Exception)))];

        Assert.Contains(typeof(ModelDataException), exceptions);
        Assert.All(exceptions, t => Assert.True(typeof(MixedModelException).IsAssignableFrom(t), t.Name));
    }
}
