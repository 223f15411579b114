namespace GlmmDsl.Tests.Architecture;

/// <summary>One catch clause separates errors in a formula, the data or a fit from bugs in a program.</summary>
public sealed class ExceptionBaseTests
{
    /// <summary>Cancellation is no error, and callers catch it as .NET's own <see cref="OperationCanceledException"/>.</summary>
    [Fact]
    public void Every_exception_of_the_library_but_cancellation_derives_from_MixedModelException()
    {
        Type[] exceptions = [.. new[] { typeof(MixedModelFit).Assembly, typeof(Formula).Assembly }
            .SelectMany(a => a.GetExportedTypes()).Where(t => t.IsSubclassOf(typeof(Exception)) && !t.IsSubclassOf(typeof(OperationCanceledException)))];

        Assert.Contains(typeof(ModelDataException), exceptions);
        Assert.All(exceptions, t => Assert.True(typeof(MixedModelException).IsAssignableFrom(t), t.Name));
    }
}
