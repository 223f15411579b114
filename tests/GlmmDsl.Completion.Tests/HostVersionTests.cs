using System.Reflection;

namespace GlmmDsl.Completion.Tests;

/// <summary>An editor loads the assembly only if its compiler is at least the one that the assembly refers to; otherwise it offers nothing and says nothing.</summary>
public sealed class HostVersionTests
{
    [Fact]
    public void The_compiler_referred_to_is_that_of_the_first_SDK_of_the_target_framework()
    {
        AssemblyName[] compiler = [.. typeof(FormulaCompletionProvider).Assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))];
        Assert.NotEmpty(compiler);
        Assert.All(compiler, name => Assert.Equal(new Version(5, 0, 0, 0), name.Version));
    }
}
