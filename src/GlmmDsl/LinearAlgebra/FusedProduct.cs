using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace GlmmDsl.LinearAlgebra;

/// <summary>Whether the processor multiplies and adds with one rounding.</summary>
internal static class FusedProduct
{
    /// <summary>
    /// A property of the processor. The runtime's <c>MultiplyAddEstimate</c> leaves the choice to the compiler, which may choose anew when it compiles a
    /// method a second time; the same sum would then have other last digits later in a process.
    /// </summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }
}
